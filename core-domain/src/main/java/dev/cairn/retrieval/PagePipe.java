package dev.cairn.retrieval;

import dev.cairn.store.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Reads pages on the calling thread while another one works on those that were read. */
final class PagePipe {
  private static final int AHEAD = 4;

  private PagePipe() {}

  /** Reads pages and hands them to a consumer. */
  @FunctionalInterface
  interface Reader {
    void read(Consumer<List<Searchable>> sink);
  }

  /**
   * Returns when every page was worked on, one after the other, or throws what either side has
   * thrown.
   */
  static void run(Reader reader, Consumer<List<Searchable>> work) {
    try (ExecutorService worker =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("cairn-search-build").factory())) {
      Deque<Future<?>> ahead = new ArrayDeque<>();
      reader.read(
          page -> {
            if (ahead.size() == AHEAD) {
              await(ahead.remove());
            }
            ahead.add(worker.submit(() -> work.accept(page)));
          });
      while (!ahead.isEmpty()) {
        await(ahead.remove());
      }
    }
  }

  private static void await(Future<?> page) {
    try {
      page.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException("Interrupted while the indexes of a search were built.");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }
}
