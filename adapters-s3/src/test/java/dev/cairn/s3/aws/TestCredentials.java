package dev.cairn.s3.aws;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives the AWS SDK credentials for as long as the tests of a class run. */
public final class TestCredentials implements BeforeAllCallback, AfterAllCallback {
  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty(KEY, "test");
    System.setProperty(SECRET, "test");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
  }
}
