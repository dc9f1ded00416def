package dev.cairn.s3.log;

import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreContract;
import java.security.SecureRandom;
import java.time.Duration;

final class S3RecordStoreTest extends RecordStoreContract {
  static LogConfig config(int retainedChanges) {
    return new LogConfig(
        retainedChanges, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ZERO, 256);
  }

  @Override
  protected RecordStore open(int retainedChanges) {
    return S3RecordStore.open(
        new InMemoryObjectStore(), config(retainedChanges), Timeline.system(), new SecureRandom());
  }
}
