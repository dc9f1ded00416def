package dev.cairn.s3.aws;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupFolder;
import dev.cairn.backup.BackupLocation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Backups under a prefix of a bucket. One is put together in a temporary file and then created with
 * one request, so that it is there whole or not at all. Thread-safe; each call has connections of
 * its own.
 */
final class S3BackupLocation implements BackupLocation {
  /** What S3 takes in one request. */
  private static final long MAX_BYTES = 5L << 30;

  private static final int TRIES = 3;
  private static final int TAKEN = 412;
  private static final int TAKEN_MEANWHILE = 409;

  private final S3Config config;

  S3BackupLocation(S3Config config) {
    this.config = config;
  }

  /** What needs connections. */
  private interface Work<T> {
    T with(S3Clients clients) throws IOException;
  }

  private <T> T connected(Work<T> work) throws IOException {
    S3Clients clients = S3Clients.open(config);
    try {
      return work.with(clients);
    } catch (SdkException failed) {
      throw explained(failed);
    } finally {
      clients.close();
    }
  }

  private IOException explained(SdkException failed) {
    return new IOException(
        "%s: %s".formatted(this, S3Failure.of(failed, toString()).toException().getMessage()),
        failed);
  }

  @Override
  public List<String> names() throws IOException {
    return connected(
        clients -> {
          List<String> names = new ArrayList<>();
          ListObjectsV2Request all =
              ListObjectsV2Request.builder()
                  .bucket(config.bucket())
                  .prefix(config.prefix())
                  .build();
          for (S3Object object : clients.retrying().listObjectsV2Paginator(all).contents()) {
            String name = object.key().substring(config.prefix().length());
            if (name.endsWith(BackupFolder.SUFFIX) && name.indexOf('/') < 0) {
              names.add(name);
            }
          }
          return names.stream().sorted().toList();
        });
  }

  @Override
  public void write(String name, Body body) throws IOException {
    Path whole = Files.createTempFile("cairn-backup", BackupFolder.SUFFIX);
    try {
      try (OutputStream out = Files.newOutputStream(whole)) {
        body.write(out);
      }
      if (Files.size(whole) > MAX_BYTES) {
        throw new BackupException(
            "The backup has %d bytes, but a bucket takes %d at once. Back up to a folder and upload the file, or back up fewer namespaces together."
                .formatted(Files.size(whole), MAX_BYTES));
      }
      connected(
          clients -> {
            upload(clients, name, whole);
            return whole;
          });
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private void upload(S3Clients clients, String name, Path whole) throws IOException {
    for (int i = 1; ; i++) {
      try {
        clients
            .once()
            .putObject(
                put -> put.bucket(config.bucket()).key(config.prefix() + name).ifNoneMatch("*"),
                RequestBody.fromFile(whole));
        return;
      } catch (SdkException failed) {
        boolean taken =
            failed instanceof S3Exception answer
                && (answer.statusCode() == TAKEN || answer.statusCode() == TAKEN_MEANWHILE);
        if (taken && i == 1) {
          throw new BackupException(
              "%s/%s is there already, and was left as it is. Name another.".formatted(this, name));
        }
        // A try without an answer may have created it.
        if (taken && isSame(clients, name, whole)) {
          return;
        }
        if (taken || i == TRIES) {
          throw failed;
        }
      }
    }
  }

  private boolean isSame(S3Clients clients, String name, Path whole) throws IOException {
    try (InputStream there = object(clients, name);
        InputStream here = Files.newInputStream(whole)) {
      byte[] mine = here.readNBytes(1 << 16);
      while (mine.length > 0) {
        if (!Arrays.equals(mine, there.readNBytes(mine.length))) {
          return false;
        }
        mine = here.readNBytes(1 << 16);
      }
      return there.read() < 0;
    }
  }

  private ResponseInputStream<GetObjectResponse> object(S3Clients clients, String name) {
    return clients
        .retrying()
        .getObject(get -> get.bucket(config.bucket()).key(config.prefix() + name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    S3Clients clients = S3Clients.open(config);
    try {
      ResponseInputStream<GetObjectResponse> object = object(clients, name);
      return new FilterInputStream(object) {
        @Override
        public void close() {
          // Closing would read to the end, which is far if only the beginning was wanted.
          object.abort();
          clients.close();
        }
      };
    } catch (NoSuchKeyException missing) {
      clients.close();
      throw new BackupException(
          "There is no backup %s in %s. There is: %s".formatted(name, this, names()), missing);
    } catch (SdkException failed) {
      clients.close();
      throw explained(failed);
    }
  }

  @Override
  public String toString() {
    return "s3://" + config.bucketName();
  }
}
