package dev.cairn.s3.aws;

import dev.cairn.lock.LockService;
import dev.cairn.lock.LockServiceProvider;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.lease.S3LockService;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import java.security.SecureRandom;
import java.time.Duration;

/** Provides {@code s3}: leases in the bucket of the store; settings in {@link S3Config}. */
public final class S3LockServiceProvider implements LockServiceProvider {
  private static final Duration ALLOWANCE = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public LockService create(Settings settings) {
    S3Config config = settings.as(S3Config.class);
    SecureRandom random = new SecureRandom();
    ObjectStore objects = new BucketOpening(config, random).plain();
    try {
      String holder = "process-%d-%08x".formatted(ProcessHandle.current().pid(), random.nextInt());
      return new S3LockService(objects, Timeline.system(), random, holder, ALLOWANCE);
    } catch (RuntimeException failed) {
      objects.close();
      throw failed;
    }
  }
}
