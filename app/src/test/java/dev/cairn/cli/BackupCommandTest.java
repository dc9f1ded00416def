package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on the command line, with optimization and history. */
class BackupCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    run("a.db", "facts", "save", "ana", "home", "city", "Lisbon");
    run("a.db", "facts", "save", "ana", "home", "city", "Porto");
    run("a.db", "facts", "save", "ben", "home", "city", "Rome");
  }

  private Outcome run(String database, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--db", folder.resolve(database).toString(), "--set", "optimization=on"));
    return Outcome.of(all);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void restoresFactsAndTheirHistoryIntoAnotherDatabase() {
    String history = run("a.db", "facts", "history", "ana", "home", "city").out();
    assertThat(run("a.db", "backup", "create", "--to", path("backups")).err())
        .contains("full backup", "5 entries"); // with a manifest
    run("a.db", "facts", "save", "ben", "home", "city", "Oslo");
    assertThat(run("a.db", "backup", "create", "--to", path("backups"), "--incremental").err())
        .contains("incremental backup", "3 entries"); // the fact, its history, the note
    assertThat(run("a.db", "backup", "verify", path("backups")).err())
        .contains("-full.cairn is whole", "-incremental.cairn is whole");
    assertThat(run("a.db", "backup", "list", path("backups")).out().lines()).hasSize(3);

    assertThat(run("b.db", "restore", path("backups"), "--dry-run").err())
        .contains("nothing was changed; would restore");
    assertThat(run("b.db", "facts", "get", "ben", "home", "city").code()).isEqualTo(3);
    assertThat(run("b.db", "restore", path("backups")).err()).contains("restored 7 records");

    assertThat(run("b.db", "facts", "get", "ben", "home", "city").out()).contains("Oslo");
    run("b.db", "facts", "save", "ana", "home", "city", "Faro");
    String after = run("b.db", "facts", "history", "ana", "home", "city").out();
    List<String> lines = after.lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).isEqualTo(history.lines().toList().get(1));
    assertThat(lines.get(2)).contains("Porto");
    assertThat(lines.get(3)).contains("Faro");
  }

  @Test
  void keepsWhatIsThereUnlessToldOtherwise() {
    run("a.db", "backup", "create", "--to", path("one.cairn"));
    run("a.db", "facts", "save", "cyd", "home", "city", "Riga");

    assertThat(run("a.db", "restore", path("one.cairn")).err())
        .contains("Nothing was restored: choose a namespace");
    assertThat(run("a.db", "restore", path("one.cairn"), "--clear-existing").err())
        .contains("--yes");
    assertThat(run("a.db", "facts", "get", "cyd", "home", "city").code()).isZero();
    assertThat(run("a.db", "restore", path("one.cairn"), "--clear-existing", "--yes").code())
        .isZero();
    assertThat(run("a.db", "facts", "get", "cyd", "home", "city").code()).isEqualTo(3);
    assertThat(run("a.db", "facts", "get", "ana", "home", "city").out()).contains("Porto");
  }

  @Test
  void encryptsWithAKeyFile() throws IOException {
    Files.writeString(folder.resolve("key"), "0f".repeat(32));
    Files.writeString(folder.resolve("short"), "0f");
    run("a.db", "backup", "create", "--to", path("one.cairn"), "--key-file", path("key"));

    assertThat(run("b.db", "restore", path("one.cairn")).err()).contains("It is encrypted");
    assertThat(run("b.db", "restore", path("one.cairn"), "--key-file", path("short")).err())
        .contains("must hold 64 hexadecimal digits");
    assertThat(run("b.db", "restore", path("one.cairn"), "--key-file", path("key")).code())
        .isZero();
    assertThat(run("b.db", "facts", "get", "ben", "home", "city").out()).contains("Rome");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Files.writeString(folder.resolve("no.cairn"), "this is no backup");
    assertThat(run("b.db", "restore", path("no.cairn")).err())
        .contains("no.cairn: It is no backup");
    assertThat(run("b.db", "restore", path("missing.cairn")).err()).contains("missing.cairn");
    assertThat(run("b.db", "restore", path("empty")).err()).contains("There is no backup in");
    run("a.db", "backup", "create", "--to", path("one.cairn"));
    assertThat(run("a.db", "backup", "create", "--to", path("one.cairn")).err())
        .contains("is there already");
  }
}
