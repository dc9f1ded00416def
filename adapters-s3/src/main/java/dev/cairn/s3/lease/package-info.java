/** Leases as objects of a shared bucket. */
@NullMarked
package dev.cairn.s3.lease;

import org.jspecify.annotations.NullMarked;
