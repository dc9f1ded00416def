package dev.cairn.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file itself: odd names, what other programs did to it, who else uses it. */
class SqliteFileTest {
  private static final Author AUTHOR = new Author("instance-1", "tester");
  private static final RecordId ID = new RecordId("n", "fact", "u", "c/k");

  @TempDir private Path folder;

  private static SqliteConfig config(Path file) {
    return new SqliteConfig(file.toString(), null, Duration.ofMillis(50), 1, 2);
  }

  private static RecordStore open(Path file) {
    return new SqliteRecordStore(SqliteDatabase.open(config(file)), InstantSource.system());
  }

  private static CommitResult put(RecordStore store, RecordId id, String text) {
    Payload payload = Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
    return store.commit(WriteBatch.by(AUTHOR).put(id, payload).build());
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a?mode=memory.db", "b#c%20d & e.db", "大翔 é.db", ":memory:", "mode=memory"})
  void takesAnyFileName(String name) {
    Path file = folder.resolve("odd ? # folder").resolve(name);
    try (RecordStore store = open(file)) {
      put(store, ID, "x");
    }

    assertThat(file).isRegularFile();
    try (RecordStore store = open(file)) {
      assertThat(store.get(ID)).isPresent();
    }
  }

  @Test
  void takesTheLogBackThatAnotherProgramSwitchedOff() throws SQLException {
    Path file = folder.resolve("rollback.db");
    open(file).close();
    execute(file, "PRAGMA journal_mode = DELETE");

    try (RecordStore store = open(file);
        Connection connection = connect(file);
        Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
      put(store, ID, "x");
      assertThat(mode.getString(1)).isEqualTo("wal");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 1",
        "PRAGMA journal_mode = WAL; CREATE TABLE facts (id INTEGER)"
      })
  void anythingOfAnotherApplicationIsRefusedAndLeftAsItIs(String made) throws Exception {
    Path file = folder.resolve("other.db");
    for (String statement : made.split(";")) {
      execute(file, statement);
    }
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("another application");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void folderThatCannotBeWrittenIsAClearError() throws IOException {
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    boolean mayWriteAnywhere = Files.isWritable(readOnly);
    Path file = (mayWriteAnywhere ? Path.of("/proc") : readOnly).resolve("memory.db");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot be opened")
        .hasMessageContaining("may be written");
  }

  @Test
  void anotherWriterThatTakesTooLongIsAClearErrorAndTheStoreStaysUsable() throws SQLException {
    Path file = folder.resolve("busy.db");
    try (RecordStore store = open(file);
        Connection other = connect(file);
        Statement statement = other.createStatement()) {
      put(store, ID, "before");
      statement.execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> put(store, ID, "secret"))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("has been writing for too long")
          .hasMessageContaining("busyTimeout")
          .hasMessageNotContaining("secret");
      assertThat(store.get(ID)).isPresent();

      statement.execute("ROLLBACK");
      assertThat(put(store, ID, "after")).isInstanceOf(CommitResult.Committed.class);
    }
  }

  @Test
  void fileThatWasMovedAwayIsAClearErrorAndNotALostWrite() throws IOException {
    Path file = folder.resolve("moved.db");
    try (RecordStore store = open(file)) {
      put(store, ID, "x");
      Files.move(file, folder.resolve("elsewhere.db"));

      assertThatThrownBy(() -> put(store, ID, "y"))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("moved or deleted");
    }
  }

  @Test
  void closingWaitsForNoReaderAndLeavesNothingOpen() throws Exception {
    Path file = folder.resolve("closing.db");
    SqliteDatabase database = SqliteDatabase.open(config(file));
    CountDownLatch reading = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2; i++) {
        executor.submit(
            () ->
                database.read(
                    connection -> {
                      reading.countDown();
                      awaitQuietly(goOn);
                      return true;
                    }));
      }
      reading.await();
      Future<Boolean> waiting = executor.submit(() -> database.read(connection -> true));

      database.close();
      assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(StorageException.class);
      goOn.countDown();
    }

    assertThat(folder.resolve("closing.db-wal")).doesNotExist();
    assertThat(file).isRegularFile();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void compactedFileHoldsNothingOfWhatWasForgotten() throws IOException {
    Path file = folder.resolve("forgotten.db");
    Author gone = new Author("author-who-left", "");
    try (RecordStore store = open(file)) {
      RecordId id = new RecordId("n", "fact", "user-who-left", "c/secret-key");
      Payload payload = Payload.copyOf("secret-value".getBytes(StandardCharsets.UTF_8));
      store.commit(WriteBatch.by(gone).put(id, payload).build());
      store.commit(WriteBatch.by(gone).delete(id).build());
      put(store, ID, "one");
      put(store, ID, "two");

      store.compact();
    }

    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .doesNotContain("user-who-left", "secret-key", "secret-value", "author-who-left")
        .contains("instance-1");
  }
}
