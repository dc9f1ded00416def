package dev.cairn.s3.log;

import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreContract;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The contract, with a checkpoint every few commits. */
final class S3RecordStoreTest extends RecordStoreContract {
  private static final Executor BACKGROUND = work -> Thread.ofVirtual().start(work);

  static LogConfig config(int retainedChanges, int checkpointEvery) {
    return new LogConfig(
        retainedChanges,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ZERO,
        checkpointEvery,
        false);
  }

  @Override
  protected RecordStore open(int retainedChanges) {
    return S3RecordStore.open(
        new InMemoryObjectStore(),
        config(retainedChanges, 8),
        Timeline.system(),
        new SecureRandom(),
        BACKGROUND,
        NoGuard.NONE);
  }
}
