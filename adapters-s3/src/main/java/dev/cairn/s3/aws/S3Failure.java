package dev.cairn.s3.aws;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.StorageException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What a request that failed means. The error code decides, not the status: a store may send an
 * error with status 200.
 *
 * @param code the error code, or what stands for it
 * @param status of the answer, 0 if none came
 */
record S3Failure(String where, String code, int status, SdkException cause) {
  /** The store has done nothing with the request. */
  private static final Set<String> NOT_BEGUN =
      Set.of(
          "SlowDown",
          "TooManyRequests",
          "RequestTimeout",
          "ConditionalRequestConflict",
          "BadDigest",
          "IncompleteBody");

  private static final String NOT_SENT = "NotSent";

  static S3Failure of(SdkException failed, String where) {
    if (failed instanceof S3Exception answered) {
      AwsErrorDetails details = answered.awsErrorDetails();
      String code = details == null || details.errorCode() == null ? "" : details.errorCode();
      return new S3Failure(where, code, answered.statusCode(), failed);
    }
    return new S3Failure(where, wasSent(failed) ? "NoAnswer" : NOT_SENT, 0, failed);
  }

  private static boolean wasSent(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof ConnectException || each instanceof UnknownHostException) {
        return false;
      }
    }
    return true;
  }

  private String reason() {
    return status == 0 ? code + ": " + cause.getMessage() : "%d %s".formatted(status, code);
  }

  boolean isMissingKey() {
    return code.equals("NoSuchKey") || (status == 404 && !code.equals("NoSuchBucket"));
  }

  private boolean mayPass() {
    return status == 0 || status >= 500 || status == 429 || NOT_BEGUN.contains(code);
  }

  Fetched toFetched() {
    if (isMissingKey()) {
      return new Fetched.Missing();
    }
    if (mayPass() || status < 400 || code.equals("InvalidRange")) {
      return new Fetched.Unavailable(reason());
    }
    throw toException();
  }

  PutOutcome toPutOutcome() {
    if (code.equals("PreconditionFailed") || status == 412 || isMissingKey()) {
      return new PutOutcome.Refused();
    }
    if (NOT_BEGUN.contains(code) || code.equals(NOT_SENT) || status == 409 || status == 429) {
      return new PutOutcome.NotNow(reason());
    }
    if (mayPass() || status < 400) {
      return new PutOutcome.Unclear(reason());
    }
    throw toException();
  }

  StorageException toException() {
    String remedy =
        switch (code) {
          case "AccessDenied", "Forbidden", "403" ->
              "Give the credentials s3:GetObject, s3:PutObject and, on the bucket, s3:ListBucket: without the last, S3 hides which objects are missing.";
          case "NoSuchBucket" -> "Create the bucket, or correct 'bucketName'.";
          case "ExpiredToken", "TokenRefreshRequired" -> "Renew the credentials.";
          case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> "Correct the credentials.";
          case "RequestTimeTooSkewed" -> "Set this machine's clock right.";
          case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
              "Set 'region' to that of the bucket.";
          case "NotImplemented" ->
              "This store lacks a function that the shared bucket needs; use another.";
          default -> "Check the connection and the settings.";
        };
    return new StorageException(
        "The bucket refused a request for '%s': %s. %s".formatted(where, reason(), remedy), cause);
  }
}
