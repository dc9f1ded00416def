package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.BackupFolder;
import dev.cairn.plugin.ConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackupPlaceTest {
  @ParameterizedTest
  @CsvSource({
    "s3://bucket, s3://bucket,",
    "s3://bucket/, s3://bucket,",
    "s3://bucket/a/b, s3://bucket/a/b,",
    "s3://bucket/a/b/?region=x, s3://bucket/a/b,",
    "s3://bucket/one.cairn, s3://bucket, one.cairn",
    "s3://bucket/a/one.cairn?region=x&endpoint=http://h:1/, s3://bucket/a, one.cairn"
  })
  void anAddressIsOfABucket(String text, String location, String file) {
    BackupPlace place = BackupPlace.of(text);

    assertThat(place.location()).hasToString(location);
    assertThat(place.file()).isEqualTo(Optional.ofNullable(file));
  }

  @Test
  void anythingElseIsAPath() {
    assertThat(BackupPlace.of("/a/b"))
        .isEqualTo(new BackupPlace(new BackupFolder(Path.of("/a/b")), Optional.empty()));
    assertThat(BackupPlace.of("/a/../a/one.cairn"))
        .isEqualTo(new BackupPlace(new BackupFolder(Path.of("/a")), Optional.of("one.cairn")));
  }

  @Test
  void anUnknownSchemeIsAClearError() {
    assertThatThrownBy(() -> BackupPlace.of("gopher://hole/x"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gopher")
        .hasMessageContaining("s3");
  }
}
