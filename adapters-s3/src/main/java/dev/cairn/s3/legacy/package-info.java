/** The objects of a legacy store that are in a bucket. */
@NullMarked
package dev.cairn.s3.legacy;

import org.jspecify.annotations.NullMarked;
