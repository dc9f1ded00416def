package dev.cairn.zstd;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * Native contexts that are not in use, as many as threads can use at once. Thread-safe.
 *
 * <p>Stages are never closed, so the contexts of a pool that nothing refers to any more are.
 */
final class Pool<T extends Closeable> {
  /** One thread for all pools; it holds none of them. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final Queue<T> idle;
  private final Supplier<T> maker;

  Pool(Supplier<T> maker) {
    Queue<T> contexts = new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
    this.idle = contexts;
    this.maker = maker;
    CLEANER.register(this, () -> closeAll(contexts));
  }

  T take() {
    T context = idle.poll();
    return context == null ? maker.get() : context;
  }

  void giveBack(T context) {
    if (!idle.offer(context)) {
      close(context);
    }
  }

  private static void closeAll(Queue<? extends Closeable> contexts) {
    Closeable context = contexts.poll();
    while (context != null) {
      close(context);
      context = contexts.poll();
    }
  }

  private static void close(Closeable context) {
    try {
      context.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
