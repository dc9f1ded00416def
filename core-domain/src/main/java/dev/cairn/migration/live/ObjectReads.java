package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.StorageException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Reads objects and works on them, several at once. Thread-safe. */
final class ObjectReads {
  private final LegacyObjects objects;
  private final int parallel;

  /**
   * @param parallel how many at once; 1 reads in the calling thread
   */
  ObjectReads(LegacyObjects objects, int parallel) {
    this.objects = objects;
    this.parallel = parallel;
  }

  /** Those of these objects that are there. */
  Map<String, LegacyObjects.Found> read(Collection<String> keys) {
    Map<String, LegacyObjects.Found> found = new TreeMap<>();
    inParallel(List.copyOf(keys), objects::read)
        .forEach((key, object) -> object.ifPresent(it -> found.put(key, it)));
    return found;
  }

  /** Does something with each of several things. */
  <K, V> Map<K, V> inParallel(List<K> things, Function<K, V> deed) {
    Map<K, V> done = new LinkedHashMap<>();
    if (parallel == 1 || things.size() == 1) {
      things.forEach(thing -> done.put(thing, deed.apply(thing)));
      return done;
    }
    Semaphore permits = new Semaphore(parallel);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<K, Future<V>> answers = new LinkedHashMap<>();
      for (K thing : things) {
        answers.put(
            thing,
            threads.submit(
                () -> {
                  permits.acquire();
                  try {
                    return deed.apply(thing);
                  } finally {
                    permits.release();
                  }
                }));
      }
      answers.forEach((thing, answer) -> done.put(thing, await(answer)));
    }
    return done;
  }

  private static <T> T await(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StorageException("An object could not be read: " + failed.getMessage(), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StorageException("Reading was interrupted. Run it again to go on.", stopped);
    }
  }
}
