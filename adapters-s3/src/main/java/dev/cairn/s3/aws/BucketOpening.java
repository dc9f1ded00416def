package dev.cairn.s3.aws;

import dev.cairn.plugin.ConfigurationException;
import dev.cairn.s3.log.Guard;
import dev.cairn.s3.object.DiskCache;
import dev.cairn.s3.object.EncryptedObjectStore;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/** Connects to a bucket and makes sure that it can be relied on and is the right one. */
final class BucketOpening implements Guard {
  private static final long MEGABYTE = 1L << 20;

  private final S3Config config;
  private final SecureRandom random;
  private final AwsObjectStore bucket;
  private final PrefixGuard prefix;
  private final BucketProbe probe;

  BucketOpening(S3Config config, SecureRandom random) {
    this.config = config;
    this.random = random;
    String check = key().map(EncryptionKey::check).orElse("");
    bucket = new AwsObjectStore(config);
    PatientReads reads = new PatientReads(bucket, Timeline.system(), random, config.patience());
    prefix = new PrefixGuard(bucket, reads, config.application(), check);
    probe = new BucketProbe(bucket, reads, random);
  }

  @Override
  public String application() {
    return config.application();
  }

  @Override
  public void requireOwn(String application) {
    prefix.requireOwn(application);
  }

  @Override
  public void requireOwn() {
    if (!prefix.isThere() && !config.readOnly()) {
      prefix.requireUnused();
      probe.require();
      prefix.create();
    }
  }

  /**
   * The bucket with the objects as they are in it, when it was asked what can be asked.
   *
   * @throws ConfigurationException if it cannot be relied on, or belongs to another application
   */
  ObjectStore plain() {
    orClose(
        () -> {
          requireOwn();
          if (!config.readOnly()) {
            probe.require();
          }
        });
    return bucket;
  }

  private void orClose(Runnable asking) {
    try {
      asking.run();
    } catch (RuntimeException failed) {
      bucket.close();
      throw failed;
    }
  }

  private Optional<EncryptionKey> key() {
    return config.keyFile().map(EncryptionKey::read);
  }

  /**
   * The bucket with its local cache and its encryption, if they are configured. It has not been
   * asked anything yet, but for whether the key is the right one.
   *
   * @throws ConfigurationException if the key is another
   */
  ObjectStore whole() {
    if (config.keyFile().isPresent()) {
      // What another key has encrypted looks as if it came damaged, and would be read for long.
      orClose(this::requireOwn);
    }
    ObjectStore probed = new ProbedObjectStore(bucket, probe);
    ObjectStore cached = config.cache().map(folder -> cached(probed, folder)).orElse(probed);
    return key()
        .<ObjectStore>map(key -> new EncryptedObjectStore(cached, key.bytes(), random))
        .orElse(cached);
  }

  private ObjectStore cached(ObjectStore probed, Path folder) {
    // Stores may share the folder, but not what is in it.
    byte[] name = bucket.toString().getBytes(StandardCharsets.UTF_8);
    Path own = folder.resolve(UUID.nameUUIDFromBytes(name).toString());
    try {
      return new DiskCache(probed, own, config.cacheMegabytes() * MEGABYTE, "seg/");
    } catch (IOException unusable) {
      bucket.close();
      throw new ConfigurationException(
          "The folder %s of 'cacheFolder' cannot be used: %s. Name another, or leave it out."
              .formatted(folder, unusable),
          unusable);
    }
  }
}
