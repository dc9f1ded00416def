package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads objects, several at once. Thread-safe. */
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
    if (parallel == 1 || keys.size() == 1) {
      keys.forEach(key -> objects.read(key).ifPresent(it -> found.put(key, it)));
      return found;
    }
    Semaphore permits = new Semaphore(parallel);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> order = List.copyOf(keys);
      List<Future<Map<String, LegacyObjects.Found>>> answers = new ArrayList<>();
      for (String key : order) {
        answers.add(threads.submit(() -> one(key, permits)));
      }
      for (Future<Map<String, LegacyObjects.Found>> answer : answers) {
        found.putAll(await(answer));
      }
    }
    return found;
  }

  private Map<String, LegacyObjects.Found> one(String key, Semaphore permits)
      throws InterruptedException {
    permits.acquire();
    try {
      return objects.read(key).map(it -> Map.of(key, it)).orElse(Map.of());
    } finally {
      permits.release();
    }
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
