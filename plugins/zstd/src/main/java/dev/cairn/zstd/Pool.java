package dev.cairn.zstd;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Native contexts that are not in use, as many as threads can use at once. Thread-safe. */
final class Pool<T> {
  private final Queue<T> idle =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
  private final Supplier<T> maker;
  private final Consumer<T> closer;

  Pool(Supplier<T> maker, Consumer<T> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  T take() {
    T context = idle.poll();
    return context == null ? maker.get() : context;
  }

  void giveBack(T context) {
    if (!idle.offer(context)) {
      closer.accept(context);
    }
  }
}
