/** What an S3 bucket gives: objects under keys, created and replaced under conditions. */
@NullMarked
package dev.cairn.s3.object;

import org.jspecify.annotations.NullMarked;
