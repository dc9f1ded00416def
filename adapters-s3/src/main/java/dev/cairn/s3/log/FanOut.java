package dev.cairn.s3.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Does the same for many numbers, several at a time. Thread-safe. */
final class FanOut {
  private final Executor executor;
  private final int width;

  /**
   * @param width how many at a time
   */
  FanOut(Executor executor, int width) {
    this.executor = executor;
    this.width = width;
  }

  /** Returns when all are done; throws what the first of them threw that failed. */
  void forEach(long first, long last, LongConsumer work) {
    AtomicLong next = new AtomicLong(first);
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(width, last - first + 1); i++) {
      parts.add(
          CompletableFuture.runAsync(
              () -> {
                for (long n = next.getAndIncrement(); n <= last; n = next.getAndIncrement()) {
                  work.accept(n);
                }
              },
              executor));
    }
    try {
      CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }
}
