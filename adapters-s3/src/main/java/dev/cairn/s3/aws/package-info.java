/** The shared bucket on Amazon S3 and stores that speak its protocol. */
@NullMarked
package dev.cairn.s3.aws;

import org.jspecify.annotations.NullMarked;
