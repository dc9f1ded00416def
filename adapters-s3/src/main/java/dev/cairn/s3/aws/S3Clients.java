package dev.cairn.s3.aws;

import dev.cairn.plugin.ConfigurationException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * The SDK's clients for one bucket.
 *
 * @param once sends each request once: for conditional writes, whose second answer would hide the
 *     fate of the first, and for reads, which the log repeats itself
 * @param retrying repeats requests: for what may happen twice
 */
record S3Clients(S3Client once, S3Client retrying, SdkHttpClient http) {

  /**
   * @throws ConfigurationException if there are no credentials or no region
   */
  static S3Clients open(S3Config config) {
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException missing) {
      throw new ConfigurationException(
          "No AWS credentials were found for bucket '%s'. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role."
              .formatted(config.bucket()),
          missing);
    }
    SdkHttpClient http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(config.timeout())
            .socketTimeout(config.timeout())
            .build();
    Region region = region(config);
    return new S3Clients(
        client(config, credentials, http, region, AwsRetryStrategy.doNotRetry()),
        client(config, credentials, http, region, AwsRetryStrategy.standardRetryStrategy()),
        http);
  }

  private static Region region(S3Config config) {
    if (config.region() != null) {
      return Region.of(config.region());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException missing) {
      if (config.endpoint() != null) {
        return Region.US_EAST_1;
      }
      throw new ConfigurationException(
          "No region was found for bucket '%s'. Set 'region', or AWS_REGION."
              .formatted(config.bucket()),
          missing);
    }
  }

  private static S3Client client(
      S3Config config,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      Region region,
      RetryStrategy retries) {
    var builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .region(region)
            .httpClient(http)
            .forcePathStyle(config.pathStyle())
            // Every object carries its own checksums; stores other than Amazon's refuse the SDK's.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            .overrideConfiguration(
                override ->
                    override.retryStrategy(retries).apiCallAttemptTimeout(config.timeout()));
    config.address().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  void close() {
    once.close();
    retrying.close();
    http.close();
  }
}
