package dev.cairn.s3.aws;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.RequestMeter;
import dev.cairn.store.StoreTraffic;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A bucket and prefix of S3. Thread-safe. */
final class AwsObjectStore implements ObjectStore {
  private final S3Clients clients;
  private final String bucket;
  private final String prefix;
  private final String endpoint;
  private final RequestMeter meter = new RequestMeter();

  AwsObjectStore(S3Config config) {
    this.clients = S3Clients.open(config);
    this.bucket = config.bucket();
    this.prefix = config.prefix();
    this.endpoint = config.address().map(address -> " at " + address).orElse("");
  }

  @Override
  public Fetched get(String key) {
    return get(GetObjectRequest.builder().bucket(bucket).key(prefix + key).build());
  }

  @Override
  public Fetched getRange(String key, long offset, int length) {
    if (length == 0) {
      throw new IllegalArgumentException("At least one byte must be asked for, but 0 were.");
    }
    String range = "bytes=%d-%d".formatted(offset, offset + length - 1);
    return get(GetObjectRequest.builder().bucket(bucket).key(prefix + key).range(range).build());
  }

  private Fetched get(GetObjectRequest request) {
    meter.read();
    try {
      ResponseBytes<GetObjectResponse> answer =
          clients.once().getObject(request, ResponseTransformer.toBytes());
      GetObjectResponse head = answer.response();
      meter.received(answer.asByteArrayUnsafe().length);
      Instant modified = head.lastModified() == null ? Instant.EPOCH : head.lastModified();
      return new Fetched.Found(answer.asByteArrayUnsafe(), head.eTag(), modified, date(head));
    } catch (SdkException failed) {
      return S3Failure.of(failed, where(request.key())).toFetched();
    }
  }

  @Override
  public PutOutcome putIfAbsent(String key, byte[] body) {
    return put(put(key, body).ifNoneMatch("*").build(), body);
  }

  @Override
  public PutOutcome putIfMatch(String key, byte[] body, String etag) {
    return put(put(key, body).ifMatch(etag).build(), body);
  }

  /** With a checksum that every store knows, so that none keeps what was damaged on the way. */
  private PutObjectRequest.Builder put(String key, byte[] body) {
    String md5 = Base64.getEncoder().encodeToString(md5(body));
    return PutObjectRequest.builder().bucket(bucket).key(prefix + key).contentMD5(md5);
  }

  private static byte[] md5(byte[] body) {
    try {
      return MessageDigest.getInstance("MD5").digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has MD5", impossible);
    }
  }

  private PutOutcome put(PutObjectRequest request, byte[] body) {
    meter.written(body.length);
    try {
      PutObjectResponse answer = clients.once().putObject(request, RequestBody.fromBytes(body));
      return new PutOutcome.Written(answer.eTag(), date(answer));
    } catch (SdkException failed) {
      return S3Failure.of(failed, where(request.key())).toPutOutcome();
    }
  }

  /** When the store answered; the end of time if it does not say, so that nothing seems fresh. */
  private static Instant date(AwsResponse answer) {
    Optional<String> date = answer.sdkHttpResponse().firstMatchingHeader("Date");
    try {
      return date.map(
              text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElse(Instant.MAX);
    } catch (DateTimeException notADate) {
      return Instant.MAX;
    }
  }

  @Override
  public ObjectPage list(String within, String after) {
    meter.listed();
    try {
      ListObjectsV2Response answer =
          clients
              .retrying()
              .listObjectsV2(
                  list -> {
                    list.bucket(bucket).prefix(prefix + within);
                    if (!after.isEmpty()) {
                      list.startAfter(prefix + after);
                    }
                  });
      var entries =
          answer.contents().stream()
              .map(
                  object ->
                      new ObjectPage.Entry(
                          object.key().substring(prefix.length()), object.eTag(), object.size()))
              .toList();
      boolean more = Boolean.TRUE.equals(answer.isTruncated()) && !entries.isEmpty();
      return new ObjectPage(
          entries, more ? Optional.of(entries.getLast().key()) : Optional.empty());
    } catch (SdkException failed) {
      throw S3Failure.of(failed, where(prefix + within)).toException();
    }
  }

  @Override
  public void delete(String key) {
    meter.deleted();
    try {
      clients.retrying().deleteObject(delete -> delete.bucket(bucket).key(prefix + key));
    } catch (SdkException failed) {
      throw S3Failure.of(failed, where(prefix + key)).toException();
    }
  }

  @Override
  public PutOutcome deleteIfMatch(String key, String etag) {
    String whole = prefix + key;
    try {
      DeleteObjectResponse answer =
          clients.once().deleteObject(delete -> delete.bucket(bucket).key(whole).ifMatch(etag));
      return new PutOutcome.Written("", date(answer));
    } catch (SdkException failed) {
      S3Failure failure = S3Failure.of(failed, where(whole));
      return failure.isMissingKey()
          ? new PutOutcome.Written("", Instant.MAX)
          : failure.toPutOutcome();
    }
  }

  private String where(String key) {
    return bucket + "/" + key;
  }

  @Override
  public StoreTraffic traffic() {
    return meter.total();
  }

  @Override
  public void close() {
    clients.close();
  }

  @Override
  public String toString() {
    return bucket + "/" + prefix + endpoint;
  }
}
