package dev.cairn.embedding;

import dev.cairn.cache.CacheStatistics;
import dev.cairn.search.VectorSpace;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Vectors by the content of their texts: by space, role and SHA-256 of the text, so that one cache
 * may serve several models, and a vector is only ever given to the text that it was made of. Texts
 * are not kept. Bounded: what was used longest ago goes first. Thread-safe.
 */
public final class EmbeddingCache {
  /** Entry, key and array headers: an estimate. */
  private static final int OVERHEAD_BYTES = 200;

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, float[]> vectors = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long payloadBytes;
  private long hits;
  private long misses;
  private long evictions;

  /** A text as a cache knows it. */
  record Key(VectorSpace space, TextRole role, ByteBuffer digest) {}

  /**
   * @param maxBytes how much memory the vectors and their keys may take, as an estimate
   * @throws IllegalArgumentException if it is negative
   */
  public EmbeddingCache(long maxBytes) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException(
          "A cache of vectors must have 0 or more bytes, but was to have " + maxBytes + ".");
    }
    this.maxBytes = maxBytes;
  }

  static Key key(VectorSpace space, TextRole role, String text) {
    try {
      // Not as UTF-8, in which all halves of surrogate pairs are the same.
      ByteBuffer chars = ByteBuffer.allocate(Character.BYTES * text.length());
      chars.asCharBuffer().put(text);
      return new Key(
          space, role, ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(chars.array())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  Optional<float[]> get(Key key) {
    lock.lock();
    try {
      float[] vector = vectors.get(key);
      if (vector == null) {
        misses++;
        return Optional.empty();
      }
      hits++;
      return Optional.of(vector.clone());
    } finally {
      lock.unlock();
    }
  }

  void put(Key key, float[] vector) {
    if (size(vector) > maxBytes) {
      return;
    }
    lock.lock();
    try {
      float[] before = vectors.put(key, vector.clone());
      count(vector, 1);
      if (before != null) {
        count(before, -1);
      }
      Iterator<float[]> oldest = vectors.values().iterator();
      while (bytes > maxBytes) {
        count(oldest.next(), -1);
        oldest.remove();
        evictions++;
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(float[] vector, int sign) {
    bytes += sign * size(vector);
    payloadBytes += sign * (long) Float.BYTES * vector.length;
  }

  private static long size(float[] vector) {
    return OVERHEAD_BYTES + (long) Float.BYTES * vector.length;
  }

  /** Its capacity is in bytes, so that of entries is told as -1. */
  public CacheStatistics statistics() {
    lock.lock();
    try {
      return new CacheStatistics(vectors.size(), -1, payloadBytes, hits, misses, evictions);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all vectors, as the erasure of texts demands. */
  public void clear() {
    lock.lock();
    try {
      vectors.clear();
      bytes = 0;
      payloadBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
