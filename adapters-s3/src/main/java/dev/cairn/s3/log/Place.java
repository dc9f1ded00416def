package dev.cairn.s3.log;

import dev.cairn.store.Payload;

/** Where a record's payload is. */
sealed interface Place {

  /** In memory, since its commit is not in a checkpoint that this process knows. */
  record Here(Payload payload) implements Place {}

  /**
   * In a block of a segment.
   *
   * @param offset where it starts within the block's raw bytes
   */
  record InSegment(Segment segment, int block, int offset) implements Place {}
}
