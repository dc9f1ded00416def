package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupLocation;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3BackupLocationTest {
  private final S3Server server = new S3Server();
  private final BackupLocation location = at("s3://bucket/backups/app");

  @AfterEach
  void stop() {
    server.close();
  }

  private BackupLocation at(String address) {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    String endpoint = URLEncoder.encode(server.endpoint(), StandardCharsets.UTF_8);
    return create(address + "?region=eu-central-1&endpoint=" + endpoint);
  }

  private static BackupLocation create(String address) {
    return new S3BackupLocationProvider()
        .create(Settings.of("backup", JsonObject.builder().put("address", address).build()));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }

  private void write(String name, byte[] bytes) throws IOException {
    location.write(name, out -> out.write(bytes));
  }

  private byte[] read(String name) throws IOException {
    try (InputStream in = location.open(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatWasWrittenIsListedAndRead() throws IOException {
    byte[] large = bytes(3_000_000);
    write("b.cairn", large);
    write("a.cairn", bytes(10));
    at("s3://bucket/backups/app/other").write("c.cairn", out -> out.write(1));
    at("s3://bucket/backups/app").write("notes.txt", out -> out.write(1));

    assertThat(location.names()).containsExactly("a.cairn", "b.cairn");
    assertThat(read("b.cairn")).isEqualTo(large);
    try (InputStream in = location.open("b.cairn")) {
      assertThat(in.readNBytes(5)).hasSize(5); // a header, and then nothing more
    }
    assertThat(location).hasToString("s3://bucket/backups/app");
  }

  @Test
  void whatIsThereStays() throws IOException {
    write("a.cairn", bytes(10));

    assertThatThrownBy(() -> write("a.cairn", bytes(20)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("s3://bucket/backups/app/a.cairn is there already");
    assertThat(read("a.cairn")).isEqualTo(bytes(10));
  }

  @Test
  void aFailureWhileWritingLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                location.write(
                    "a.cairn",
                    out -> {
                      out.write(bytes(1_000));
                      throw new IOException("disk");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(location.names()).isEmpty();
  }

  @Test
  void aMissingBackupIsAClearError() throws IOException {
    write("a.cairn", bytes(10));

    assertThatThrownBy(() -> location.open("b.cairn"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("There is no backup b.cairn")
        .hasMessageContaining("a.cairn");
  }

  /** An upload whose answer is lost is tried again, and then meets itself. */
  @ParameterizedTest
  @EnumSource(
      value = S3Server.Fault.class,
      names = {"DROPPED_BEFORE", "DROPPED_AFTER", "ERROR_500_AFTER", "SLOW_DOWN"})
  void anUploadSurvivesOneFault(S3Server.Fault fault) throws IOException {
    AtomicInteger puts = new AtomicInteger();
    server.faults.set(
        (method, key) ->
            method.equals("PUT") && puts.getAndIncrement() == 0 ? fault : S3Server.Fault.NONE);

    write("a.cairn", bytes(100_000));

    assertThat(read("a.cairn")).isEqualTo(bytes(100_000));
    assertThat(puts.get()).isGreaterThan(1);
  }

  @Test
  void noPermissionIsAClearError() {
    server.faults.set((method, key) -> S3Server.Fault.FORBIDDEN);

    assertThatThrownBy(location::names)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://bucket/backups/app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:///x", "s3://bucket/x?colour=red", "s3://bucket/x?region"})
  void aWrongAddressIsAClearError(String address) {
    assertThatThrownBy(() -> create(address))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("s3://bucket/prefix?region=eu-central-1");
  }
}
