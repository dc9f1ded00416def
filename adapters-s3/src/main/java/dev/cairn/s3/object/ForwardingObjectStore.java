package dev.cairn.s3.object;

import dev.cairn.store.StoreTraffic;
import java.util.Set;

/** Passes everything on to another store, but for what a subclass changes. */
public abstract class ForwardingObjectStore implements ObjectStore {
  protected final ObjectStore inner;

  protected ForwardingObjectStore(ObjectStore inner) {
    this.inner = inner;
  }

  @Override
  public Fetched get(String key) {
    return inner.get(key);
  }

  @Override
  public Fetched getRange(String key, long offset, int length) {
    return inner.getRange(key, offset, length);
  }

  @Override
  public PutOutcome putIfAbsent(String key, byte[] body) {
    return inner.putIfAbsent(key, body);
  }

  @Override
  public PutOutcome putIfMatch(String key, byte[] body, String etag) {
    return inner.putIfMatch(key, body, etag);
  }

  @Override
  public ObjectPage list(String prefix, String after) {
    return inner.list(prefix, after);
  }

  @Override
  public void delete(String key) {
    inner.delete(key);
  }

  @Override
  public PutOutcome deleteIfMatch(String key, String etag) {
    return inner.deleteIfMatch(key, etag);
  }

  @Override
  public void needsOnly(Set<String> keys) {
    inner.needsOnly(keys);
  }

  @Override
  public void distrust(String key) {
    inner.distrust(key);
  }

  @Override
  public StoreTraffic traffic() {
    return inner.traffic();
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
