package dev.cairn.s3.aws;

import dev.cairn.s3.log.LogConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@code s3}. A component that is null has its default. Credentials come from the AWS
 * SDK's default chain: environment, profile, container or instance.
 *
 * @param bucketName the bucket, or bucket and prefix as in {@code bucket/app/v2}
 * @param region such as {@code eu-central-1}; by default that of the environment
 * @param endpoint the address of a store that is not Amazon's, as in {@code http://host:9000}
 * @param pathStyle whether the bucket stands in the path and not in the host name; true by default
 *     with an endpoint, else false
 * @param timeout how long one request may take; 20 s by default
 * @param patience how long a call goes on trying while the bucket does not answer; 30 s by default
 * @param maxStaleness how old what a read sees may be; 1 s by default; zero looks for commits of
 *     others before each read
 * @param commitInterval the time between two commits of a process when several threads or processes
 *     write; 150 ms by default
 * @param retainedChanges how many entries of the change log are kept; 10,000 by default
 * @param checkpointEvery after how many commits a checkpoint is written; 256 by default
 * @param readOnly whether this process writes nothing at all; false by default
 * @param application to whom the prefix belongs; {@code cairn} by default; others are refused
 * @param cacheFolder keeps what was read of segments on this machine; nothing is kept by default
 * @param cacheMegabytes how much it keeps at most; 1024 by default
 * @param encryptionKeyFile a file with Base64 of 32 bytes, with which records are encrypted before
 *     they leave this process; they are not by default
 */
public record S3Config(
    String bucketName,
    @Nullable String region,
    @Nullable String endpoint,
    Boolean pathStyle,
    Duration timeout,
    Duration patience,
    Duration maxStaleness,
    Duration commitInterval,
    Integer retainedChanges,
    Integer checkpointEvery,
    Boolean readOnly,
    String application,
    @Nullable String cacheFolder,
    Integer cacheMegabytes,
    @Nullable String encryptionKeyFile) {
  private static final String DEFAULT_APPLICATION = "cairn";
  private static final int DEFAULT_CACHE_MEGABYTES = 1_024;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  /**
   * @throws IllegalArgumentException if the bucket is missing or a value is out of its range
   */
  public S3Config {
    if (bucketName == null || bucketName.isBlank()) {
      throw new IllegalArgumentException(
          "'bucketName' is missing; give the bucket, or bucket and prefix as in 'bucket/app/v2'");
    }
    if (bucketName.contains("://") || bucketName.startsWith("/") || bucketName.contains("//")) {
      throw new IllegalArgumentException(
          "'bucketName' must be a bucket, or bucket and prefix as in 'bucket/app/v2', but is '%s'"
              .formatted(bucketName));
    }
    if (endpoint != null) {
      requireAddress(endpoint);
    }
    pathStyle = pathStyle == null ? endpoint != null : pathStyle;
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("'timeout' must be positive, but is " + timeout);
    }
    LogConfig standard = LogConfig.DEFAULT;
    patience = patience == null ? standard.patience() : patience;
    maxStaleness = maxStaleness == null ? standard.maxStaleness() : maxStaleness;
    commitInterval = commitInterval == null ? standard.commitInterval() : commitInterval;
    retainedChanges = retainedChanges == null ? standard.retainedChanges() : retainedChanges;
    checkpointEvery = checkpointEvery == null ? standard.checkpointEvery() : checkpointEvery;
    readOnly = readOnly != null && readOnly;
    application = application == null ? DEFAULT_APPLICATION : application;
    cacheMegabytes = cacheMegabytes == null ? DEFAULT_CACHE_MEGABYTES : cacheMegabytes;
    if (cacheMegabytes < 1) {
      throw new IllegalArgumentException(
          "'cacheMegabytes' must be 1 or more, but is " + cacheMegabytes);
    }
  }

  private static void requireAddress(String endpoint) {
    try {
      URI address = new URI(endpoint);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return;
      }
    } catch (URISyntaxException notAnAddress) {
      // the message below says what is wrong
    }
    throw new IllegalArgumentException(
        "'endpoint' must be an address as in 'http://host:9000', but is '%s'".formatted(endpoint));
  }

  /** The bucket alone. */
  public String bucket() {
    int slash = bucketName.indexOf('/');
    return slash < 0 ? bucketName : bucketName.substring(0, slash);
  }

  /** What all keys start with: empty, or ending in a slash. */
  public String prefix() {
    int slash = bucketName.indexOf('/');
    String rest = slash < 0 ? "" : bucketName.substring(slash + 1);
    return rest.isEmpty() || rest.endsWith("/") ? rest : rest + "/";
  }

  Optional<URI> address() {
    return Optional.ofNullable(endpoint).map(URI::create);
  }

  Optional<Path> cache() {
    return Optional.ofNullable(cacheFolder).map(Path::of);
  }

  Optional<Path> keyFile() {
    return Optional.ofNullable(encryptionKeyFile).map(Path::of);
  }

  LogConfig log() {
    return new LogConfig(
        retainedChanges, maxStaleness, patience, commitInterval, checkpointEvery, readOnly);
  }
}
