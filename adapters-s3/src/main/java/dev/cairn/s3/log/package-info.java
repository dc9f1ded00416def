/**
 * A record store as an ordered log of immutable objects in a bucket: commits, their replay, and the
 * checkpoints that make a start short. The bytes are in this module's FORMAT.md.
 */
@NullMarked
package dev.cairn.s3.log;

import org.jspecify.annotations.NullMarked;
