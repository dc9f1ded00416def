package dev.cairn.s3.aws;

import dev.cairn.s3.object.ForwardingObjectStore;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;

/**
 * Makes sure, before the first write, that the store honours conditions; who only reads need not
 * know. Thread-safe.
 */
final class ProbedObjectStore extends ForwardingObjectStore {
  private final BucketProbe probe;

  ProbedObjectStore(ObjectStore inner, BucketProbe probe) {
    super(inner);
    this.probe = probe;
  }

  @Override
  public PutOutcome putIfAbsent(String key, byte[] body) {
    probe.require();
    return inner.putIfAbsent(key, body);
  }

  @Override
  public PutOutcome putIfMatch(String key, byte[] body, String etag) {
    probe.require();
    return inner.putIfMatch(key, body, etag);
  }
}
