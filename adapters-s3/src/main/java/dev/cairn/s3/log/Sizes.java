package dev.cairn.s3.log;

import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;

/** How much memory and log writes take, roughly. */
final class Sizes {
  private Sizes() {}

  static long of(WriteBatch batch) {
    long bytes = 0;
    for (Write write : batch.writes()) {
      if (write instanceof Write.Put put) {
        bytes += put.payload().size();
      }
    }
    return bytes;
  }
}
