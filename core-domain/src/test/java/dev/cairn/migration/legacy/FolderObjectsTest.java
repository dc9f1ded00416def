package dev.cairn.migration.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderObjectsTest implements LegacyObjectsContract {
  @TempDir Path folder;

  @Override
  public LegacyObjects open() {
    return FolderObjects.of(folder);
  }

  @Test
  void keysCannotLeadOutOfTheFolder() {
    LegacyObjects objects = open();

    for (String key : new String[] {"../x", "a/../../x", "/etc/x", "", "a//b", "./a", "a/"}) {
      assertThatThrownBy(() -> objects.put(key, new byte[0], Optional.empty()))
          .as(key)
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  void unfinishedFilesAreNoObjects() throws IOException {
    Files.writeString(folder.resolve(FolderObjects.UNFINISHED + "1"), "half");

    assertThat(open().list("", "", 10).objects()).isEmpty();
  }

  @Test
  void thereMustBeAFolder() {
    assertThatThrownBy(() -> FolderObjects.of(folder.resolve("none")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is none");
  }
}
