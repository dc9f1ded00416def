package dev.cairn.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.lock.InMemoryLockService;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import dev.cairn.store.CommitResult;
import dev.cairn.store.LeaseLostException;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreContract;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteRecordStoreTest extends RecordStoreContract {
  private static final RecordId ID = new RecordId("n", "fact", "u", "c/k");

  @TempDir private Path folder;
  private int opened;

  @Override
  protected RecordStore open(int retainedChanges) {
    return open(folder.resolve("store-" + opened++ + ".db"), "retainedChanges", retainedChanges);
  }

  private static RecordStore open(Path file) {
    return open(file, "readers", 2);
  }

  private static RecordStore open(Path file, String setting, Object value) {
    JsonObject values = (JsonObject) JsonValue.of(Map.of("file", file.toString(), setting, value));
    return new SqliteRecordStoreProvider().create(Settings.of("storage.config", values));
  }

  private static CommitResult put(RecordStore store, RecordId id, String text) {
    Payload payload = Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
    return store.commit(WriteBatch.by(AUTHOR).put(id, payload).build());
  }

  private static String text(RecordStore store, RecordId id) {
    return store.get(id).orElseThrow().payload().read(b -> new String(b, StandardCharsets.UTF_8));
  }

  @Test
  void keepsRecordsLogAndCountsFromOpeningToOpening() {
    Path file = folder.resolve("deep/er/memory.db");
    List<Record> before;
    try (RecordStore first = open(file)) {
      put(first, ID, "{\"value\":1}");
      before = first.scan(Scan.of("n", "fact")).items();
    }
    try (RecordStore second = open(file)) {
      assertThat(second.scan(Scan.of("n", "fact")).items()).isEqualTo(before);
      assertThat(second.changes("n", Version.NONE, 10).changes()).hasSize(1);
      assertThat(second.statistics("n").total().records()).isEqualTo(1);
    }
  }

  @Test
  void twoStoresOnOneFileSeeEachOther() {
    Path file = folder.resolve("shared.db");
    try (RecordStore one = open(file);
        RecordStore two = open(file)) {
      put(one, ID, "1");
      assertThat(text(two, ID)).isEqualTo("1");
      put(two, ID, "2");
      assertThat(text(one, ID)).isEqualTo("2");
      assertThat(one.latest()).isEqualTo(two.latest());
    }
  }

  @Test
  void viewShowsFactsToTheSqliteShell() throws SQLException {
    Path file = folder.resolve("view.db");
    try (RecordStore plain = open(file)) {
      put(
          plain,
          new RecordId("n", "fact", "大翔", "a~1b~0c/k/1"),
          "{\"user_id\":\"大翔\",\"value\":\"tennis\",\"importance\":0.9,\"tags\":[\"x\"]}");
      Payload encoded =
          Payload.wrap(new byte[] {(byte) 0xFA, 0x12, 0x34, 0x56, 0x78, 0x01, '[', ']'});
      plain.commit(
          WriteBatch.by(AUTHOR).put(new RecordId("n", "fact", "u", "c/k"), encoded).build());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT user_id, category, key, value, importance, tags, format, bytes FROM facts"
                    + " ORDER BY version")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("user_id")).isEqualTo("大翔");
      assertThat(rows.getString("category")).isEqualTo("a/b~c");
      assertThat(rows.getString("key")).isEqualTo("k/1");
      assertThat(rows.getString("value")).isEqualTo("tennis");
      assertThat(rows.getDouble("importance")).isEqualTo(0.9);
      assertThat(rows.getString("tags")).isEqualTo("[\"x\"]");
      assertThat(rows.getString("format")).isEqualTo("plain");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("value")).isNull();
      assertThat(rows.getString("format")).isEqualTo("12345678");
      assertThat(rows.getInt("bytes")).isEqualTo(8);
      assertThat(rows.next()).isFalse();
    }
  }

  /** A file that the first release wrote; never written anew. */
  @Test
  void readsTheDatabaseOfSchemaVersionOne() throws IOException {
    Path file = folder.resolve("golden.db");
    try (InputStream golden = getClass().getResourceAsStream("schema-1.db")) {
      Files.write(file, Objects.requireNonNull(golden).readAllBytes());
    }
    try (RecordStore store = open(file)) {
      assertThat(
              text(store, new RecordId("golden", "fact", "carlos", "preferences/favorite_sport")))
          .isEqualTo(
              "{\"user_id\":\"carlos\",\"category\":\"preferences\",\"key\":\"favorite_sport\",\"value\":\"basketball\"}");
      assertThat(store.statistics("golden").of("fact").records()).isEqualTo(2);
      assertThat(store.changes("golden", Version.NONE, 10).changes()).hasSize(4);
    }
  }

  @Test
  void aFileOfTheFirstSchemaIsUpgraded() throws Exception {
    Path file = folder.resolve("older.db");
    open(file).close();
    execute(file, "DROP TABLE fences");
    execute(file, "DROP TABLE freezing");
    execute(file, "PRAGMA user_version = 1");
    LockService locks = new InMemoryLockService(InstantSource.system(), "holder");
    Lease lease = locks.tryAcquire("job", Duration.ofDays(1)).orElseThrow();
    lease.close();
    Lease next = locks.tryAcquire("job", Duration.ofDays(1)).orElseThrow();

    try (RecordStore store = open(file)) {
      store.commit(WriteBatch.by(AUTHOR).under(next).build());
    }
    try (RecordStore store = open(file)) {
      assertThatThrownBy(() -> store.commit(WriteBatch.by(AUTHOR).under(lease).build()))
          .isInstanceOf(LeaseLostException.class);
    }
  }

  @Test
  void newerSchemaIsRefusedAndLeftAsItIs() throws Exception {
    Path file = folder.resolve("newer.db");
    open(file).close();
    execute(file, "PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("schema version 99")
        .hasMessageContaining("Use the newer Cairn");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void databaseOfAnotherApplicationIsRefusedAndLeftAsItIs() throws Exception {
    Path file = folder.resolve("other.db");
    execute(file, "CREATE TABLE facts (id INTEGER)");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("another application");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void fileThatIsNoDatabaseIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.db"), "this is not a database".repeat(100));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("damaged or is not a SQLite database");
  }

  @Test
  void damagedFileIsAnErrorAndNotAnEmptyAnswer() throws IOException {
    Path file = folder.resolve("damaged.db");
    try (RecordStore store = open(file)) {
      for (int i = 0; i < 300; i++) {
        put(store, new RecordId("n", "fact", "u", "c/" + i), "x".repeat(500));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4_096 * 4, bytes.length, (byte) 0x55);
    Files.write(file, bytes);

    assertThatThrownBy(
            () -> {
              try (RecordStore store = open(file)) {
                store.scan(Scan.of("n", "fact"));
              }
            })
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void folderInPlaceOfAFileIsRefused() {
    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void folderThatCannotBeMadeIsAClearError() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("plain-file"), "x");

    assertThatThrownBy(() -> open(notAFolder.resolve("memory.db")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void fullDatabaseRefusesTheWriteAndStaysUsable() {
    SqliteConfig config =
        new SqliteConfig(folder.resolve("full.db").toString(), null, null, null, null);
    SqliteDatabase database = SqliteDatabase.open(config);
    try (RecordStore store = new SqliteRecordStore(database, InstantSource.system())) {
      put(store, ID, "small");
      database.inWriter(
          "limit",
          connection -> {
            connection.execute("PRAGMA max_page_count = 40");
            return true;
          });

      assertThatThrownBy(
              () -> put(store, new RecordId("n", "fact", "u", "c/large"), "x".repeat(1_000_000)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("full")
          .hasMessageNotContaining("xxx");
      assertThat(text(store, ID)).isEqualTo("small");
      put(store, ID, "changed");
      assertThat(text(store, ID)).isEqualTo("changed");
      assertThat(store.statistics("n").total().records()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"file\":\"\"}",
        "{\"file\":\"x\",\"readers\":0}",
        "{\"file\":\"x\",\"durabillity\":\"full\"}",
        "{\"file\":\"x\",\"durability\":\"none\"}"
      })
  void wrongSettingsAreErrors(String json) {
    Settings settings = Settings.of("storage.config", (JsonObject) JsonValue.parse(json));

    assertThatThrownBy(() -> new SqliteRecordStoreProvider().create(settings))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void relaxedDurabilityKeepsToTheSameBehaviour() {
    Path file = folder.resolve("relaxed.db");
    try (RecordStore store = open(file, "durability", "relaxed")) {
      put(store, ID, "x");
    }
    try (RecordStore store = open(file)) {
      assertThat(text(store, ID)).isEqualTo("x");
    }
  }

  @Test
  void findsTheEndOfAPrefix() {
    assertThat(SqliteScan.endOfPrefix("")).isEmpty();
    assertThat(SqliteScan.endOfPrefix("a/")).contains("a0");
    assertThat(SqliteScan.endOfPrefix("a\ud7ff")).contains("a\ue000");
    assertThat(SqliteScan.endOfPrefix("a\udbff\udfff")).contains("b");
    assertThat(SqliteScan.endOfPrefix("\udbff\udfff")).isEqualTo(Optional.empty());
  }
}
