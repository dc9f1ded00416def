package dev.cairn.s3.aws;

import dev.cairn.json.JsonValue;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.log.S3RecordStore;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.AccessRole;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provides {@code s3}: records in a shared bucket; settings in {@link S3Config}. */
public final class S3RecordStoreProvider implements RecordStoreProvider {
  private static final Logger log = LoggerFactory.getLogger(S3RecordStoreProvider.class);

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public JsonValue accessPolicy(Settings settings, AccessRole role) {
    return AccessPolicy.of(settings.as(S3Config.class), role);
  }

  @Override
  public RecordStore create(Settings settings) {
    S3Config config = settings.as(S3Config.class);
    SecureRandom random = new SecureRandom();
    BucketOpening opening = new BucketOpening(config, random);
    ObjectStore objects = opening.whole();
    try {
      RecordStore store =
          S3RecordStore.open(
              objects,
              config.log(),
              Timeline.system(),
              random,
              work -> Thread.ofVirtual().name("s3-checkpoint").start(work),
              opening);
      log.info("Opened the bucket and prefix {}", objects);
      return store;
    } catch (RuntimeException failed) {
      objects.close();
      throw failed;
    }
  }
}
