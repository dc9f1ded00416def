package dev.cairn.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupCatalog;
import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupFolder;
import dev.cairn.backup.BackupFormat;
import dev.cairn.backup.BackupReading;
import dev.cairn.backup.Restore;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.storage.sqlite.SqliteRecordStoreProvider;
import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups of one store, restored into another. */
class BackupTest {
  private static final Author AUTHOR = new Author("writer", "ana");
  private static final String SOURCE = "app/v1";
  private static final String TARGET = "app/v2";
  private static final Backup.Listener SILENT = (done, total) -> {};

  @TempDir private Path folder;
  private final BackupFormat format = new ArchiveFormat(3, Optional.empty());
  private final List<RecordStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(RecordStore::close);
  }

  private RecordStore store(String type, String file) {
    RecordStore store =
        type.equals("memory")
            ? new InMemoryRecordStore()
            : new SqliteRecordStoreProvider()
                .create(
                    Settings.of(
                        "storage",
                        JsonObject.builder().put("file", folder.resolve(file).toString()).build()));
    stores.add(store);
    return store;
  }

  private BackupFolder location() {
    return new BackupFolder(folder.resolve("backups"));
  }

  private static RecordId id(String namespace, String kind, int number) {
    return new RecordId(namespace, kind, "u" + number % 7, "r" + number);
  }

  private static Payload payload(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return Payload.wrap(bytes);
  }

  private static void fill(RecordStore store, int from, int count) {
    SplittableRandom random = new SplittableRandom(from);
    WriteBatch.Builder batch = WriteBatch.by(AUTHOR);
    for (int i = from; i < from + count; i++) {
      batch.put(id(SOURCE, i % 3 == 0 ? "turn" : "fact", i), payload(random));
    }
    store.commit(batch.build());
  }

  private static Backup backup(RecordStore store) {
    return new Backup(
        store, SOURCE, AUTHOR, new ArchiveFormat(3, Optional.empty()), InstantSource.system());
  }

  private Restore.Restored restore(RecordStore target, boolean clear) throws IOException {
    BackupCatalog catalog = BackupCatalog.of(location(), format);
    return new Restore(target, TARGET, AUTHOR, format)
        .restore(location(), catalog.chain(catalog.found().getLast()), clear, SILENT);
  }

  /** What a namespace says, without the notes that backups leave. */
  private static Map<String, Payload> contents(RecordStore store, String namespace) {
    Map<String, Payload> contents = new HashMap<>();
    for (String kind : store.statistics(namespace).kinds().keySet()) {
      if (!kind.equals(Backup.KIND)) {
        for (Record record : store.scan(Scan.of(namespace, kind)).items()) {
          contents.put(kind + record.id().partition() + record.id().id(), record.payload());
        }
      }
    }
    return contents;
  }

  @ParameterizedTest
  @CsvSource({"memory,memory", "memory,sqlite", "sqlite,memory", "sqlite,sqlite"})
  void restoresEveryRecordOfAFullBackupAndThoseThatBuildOnIt(String from, String to)
      throws IOException {
    RecordStore source = store(from, "source.db");
    fill(source, 0, 3_000);
    Backup backup = backup(source);
    Backup.Made full = backup.full(location(), "1.cairn", SILENT);
    fill(source, 2_500, 1_000);
    source.commit(
        WriteBatch.by(AUTHOR)
            .delete(id(SOURCE, "turn", 0))
            .put(id(SOURCE, "fact", 1), Payload.wrap(new byte[] {1}))
            .build());
    Backup.Made second = backup.incremental(location(), full.header(), "2.cairn", SILENT);
    source.commit(WriteBatch.by(AUTHOR).delete(id(SOURCE, "turn", 3)).build());
    Backup.Made third = backup.incremental(location(), second.header(), "3.cairn", SILENT);

    RecordStore target = store(to, "target.db");
    Restore.Restored restored = restore(target, false);

    assertThat(restored.chain()).hasSize(3);
    assertThat(contents(target, TARGET)).hasSize(3_498).isEqualTo(contents(source, SOURCE));
    assertThat(second.summary().kept()).isEqualTo(1_002); // with the note of the first
    assertThat(third.summary().removed()).isEqualTo(1);
    assertThat(third.summary().kept()).isEqualTo(1);
    assertThat(Restore.isIncomplete(target, TARGET)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"memory", "sqlite"})
  void keepsWhoWroteWhatAndWhenAndMovesVersionsOn(String type) throws IOException {
    RecordStore source = store("sqlite", "source.db");
    fill(source, 0, 10);
    Change before = source.changes(SOURCE, Version.NONE, 1).changes().getFirst();
    source.commit(
        WriteBatch.by(AUTHOR.rewriting()).put(before.id(), Payload.wrap(new byte[] {9})).build());
    backup(source).full(location(), "1.cairn", SILENT);

    RecordStore target = store(type, "target.db");
    restore(target, false);

    RecordId id =
        new RecordId(TARGET, before.id().kind(), before.id().partition(), before.id().id());
    Change after =
        target.changes(TARGET, Version.NONE, 1_000).changes().stream()
            .filter(change -> change.id().equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(new Attribution(after.author(), after.at()))
        .isEqualTo(new Attribution(before.author(), before.at()));
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(target.get(id).orElseThrow().version())
        .isGreaterThan(source.get(before.id()).orElseThrow().version());
  }

  @Test
  void showsOneVersionWhileOthersWrite() throws Exception {
    RecordStore source = store("sqlite", "source.db");
    fill(source, 0, 5_000);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong rounds = new AtomicLong();
    // Each round writes the same number to two records in one batch.
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    byte[] round =
                        Long.toString(rounds.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
                    source.commit(
                        WriteBatch.by(AUTHOR)
                            .put(new RecordId(SOURCE, "a", "p", "x"), Payload.copyOf(round))
                            .put(new RecordId(SOURCE, "z", "p", "x"), Payload.copyOf(round))
                            .build());
                  }
                });
    try {
      while (rounds.get() < 10) {
        Thread.onSpinWait();
      }
      Backup.Made made = backup(source).full(location(), "1.cairn", SILENT);
      for (int i = 2; i < 6; i++) {
        made = backup(source).incremental(location(), made.header(), i + ".cairn", SILENT);
      }
    } finally {
      stop.set(true);
      writer.join();
    }
    BackupCatalog catalog = BackupCatalog.of(location(), format);
    assertThat(catalog.found()).hasSize(5);
    for (BackupCatalog.Named named : catalog.found()) {
      RecordStore target = store("memory", "");
      new Restore(target, TARGET, AUTHOR, format)
          .restore(location(), catalog.chain(named), false, SILENT);
      assertThat(target.get(new RecordId(TARGET, "a", "p", "x")).map(Record::payload))
          .isPresent()
          .isEqualTo(target.get(new RecordId(TARGET, "z", "p", "x")).map(Record::payload));
    }
  }

  @Test
  void refusesANamespaceThatHasRecordsUnlessItShallBeCleared() throws IOException {
    RecordStore source = store("memory", "");
    fill(source, 0, 100);
    backup(source).full(location(), "1.cairn", SILENT);
    RecordStore target = store("sqlite", "target.db");
    RecordId old = new RecordId(TARGET, "fact", "p", "old");
    target.commit(WriteBatch.by(AUTHOR).put(old, Payload.wrap(new byte[1])).build());

    assertThatThrownBy(() -> restore(target, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("has 1 records");
    assertThat(target.get(old)).isPresent();

    assertThat(restore(target, true).cleared()).isEqualTo(1);
    assertThat(contents(target, TARGET)).isEqualTo(contents(source, SOURCE));
  }

  @Test
  void restorationThatWasStoppedIsMarkedAndIsDoneAnew() throws IOException {
    RecordStore source = store("memory", "");
    for (int i = 0; i < 4; i++) {
      fill(source, i * 5_000, 5_000);
    }
    backup(source).full(location(), "1.cairn", SILENT);
    RecordStore target = store("sqlite", "target.db");
    BackupCatalog catalog = BackupCatalog.of(location(), format);
    Restore restore = new Restore(target, TARGET, AUTHOR, format);

    assertThatThrownBy(
            () ->
                restore.restore(
                    location(),
                    catalog.found(),
                    false,
                    (done, total) -> {
                      if (total > 0 && done >= 10_000) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    assertThat(Restore.isIncomplete(target, TARGET)).isTrue();

    restore.restore(location(), catalog.found(), false, SILENT);
    assertThat(Restore.isIncomplete(target, TARGET)).isFalse();
    assertThat(target.statistics(TARGET).total().records()).isEqualTo(20_000);
  }

  @Test
  void anyAlteredOrMissingByteIsFoundBeforeAnythingChanges() throws IOException {
    RecordStore source = store("memory", "");
    fill(source, 0, 20);
    backup(source).full(location(), "1.cairn", SILENT);
    Path file = location().folder().resolve("1.cairn");
    byte[] good = Files.readAllBytes(file);
    RecordStore target = store("memory", "");
    BackupCatalog catalog = BackupCatalog.of(location(), format);
    Restore restore = new Restore(target, TARGET, AUTHOR, format);
    for (int i = 0; i < good.length; i++) {
      byte[] flipped = good.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> restore.restore(location(), catalog.found(), false, SILENT))
          .as("byte %d", i)
          .isInstanceOf(BackupException.class);
      Files.write(file, Arrays.copyOf(good, i));
      assertThatThrownBy(() -> restore.restore(location(), catalog.found(), false, SILENT))
          .as("first %d bytes", i)
          .isInstanceOf(BackupException.class);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> restore.restore(location(), catalog.found(), false, SILENT))
        .isInstanceOf(BackupException.class);
    assertThat(target.latest()).isEqualTo(Version.NONE);
  }

  @Test
  void encryptedBackupsNeedTheirKey() throws IOException {
    RecordStore source = store("memory", "");
    RecordId secret = new RecordId(SOURCE, "fact", "p", "swordfish-id");
    source.commit(
        WriteBatch.by(AUTHOR)
            .put(secret, Payload.wrap("swordfish".getBytes(StandardCharsets.US_ASCII)))
            .build());
    ArchiveFormat locked = new ArchiveFormat(3, Optional.of(key(1)));
    new Backup(source, SOURCE, AUTHOR, locked, InstantSource.system())
        .full(location(), "1.cairn", SILENT);

    assertThat(
            new String(
                Files.readAllBytes(location().folder().resolve("1.cairn")),
                StandardCharsets.ISO_8859_1))
        .doesNotContain("swordfish", SOURCE);
    assertThatThrownBy(() -> BackupCatalog.of(location(), format))
        .hasMessageContaining("1.cairn: It is encrypted. Give the key");
    assertThatThrownBy(
            () -> BackupCatalog.of(location(), new ArchiveFormat(3, Optional.of(key(2)))))
        .hasMessageContaining("another key");
    BackupCatalog catalog = BackupCatalog.of(location(), locked);
    RecordStore target = store("memory", "");
    new Restore(target, TARGET, AUTHOR, locked).restore(location(), catalog.found(), false, SILENT);
    assertThat(contents(target, TARGET)).isEqualTo(contents(source, SOURCE));
  }

  private static SecretKeySpec key(int seed) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) seed);
    return new SecretKeySpec(key, "AES");
  }

  @Test
  void nothingBuildsOnABackupOfAnotherStoreOrOneThatTheLogDoesNotReach() throws IOException {
    InMemoryRecordStore source = new InMemoryRecordStore(InstantSource.system(), 50);
    fill(source, 0, 10);
    Backup.Made full = backup(source).full(location(), "1.cairn", SILENT);
    RecordStore other = store("memory", "");
    fill(other, 0, 100);

    assertThatThrownBy(
            () -> backup(other).incremental(location(), full.header(), "2.cairn", SILENT))
        .hasMessageContaining("was not made of namespace 'app/v1' of this store");
    fill(source, 0, 100);
    assertThatThrownBy(
            () -> backup(source).incremental(location(), full.header(), "2.cairn", SILENT))
        .hasMessageContaining("does not reach back");
    assertThat(location().names()).containsExactly("1.cairn");
  }

  @Test
  void missingBasesAndTakenNamesAreNamed() throws IOException {
    RecordStore source = store("memory", "");
    fill(source, 0, 10);
    Backup.Made full = backup(source).full(location(), "1.cairn", SILENT);
    assertThatThrownBy(() -> backup(source).full(location(), "1.cairn", SILENT))
        .hasMessageContaining("is there already");
    backup(source).incremental(location(), full.header(), "2.cairn", SILENT);
    Files.delete(location().folder().resolve("1.cairn"));
    BackupCatalog catalog = BackupCatalog.of(location(), format);
    assertThatThrownBy(() -> catalog.chain(catalog.found().getFirst()))
        .hasMessageContaining("2.cairn tells the changes since backup " + full.header().id());
  }

  @Test
  void readsWhatTheFirstVersionWrote() throws IOException {
    Path golden = folder.resolve("backups").resolve("golden.cairn");
    Files.createDirectories(golden.getParent());
    try (InputStream in = BackupTest.class.getResourceAsStream("backup-1.cairn")) {
      Files.copy(Objects.requireNonNull(in), golden);
    }
    BackupCatalog catalog = BackupCatalog.of(location(), format);
    Map<String, String> entries = new HashMap<>();
    new BackupReading(location(), format)
        .read(
            catalog.found().getFirst(),
            entry ->
                entries.put(
                    entry.id().id(),
                    HexFormat.of()
                        .formatHex(((BackupEntry.Kept) entry).record().payload().toBytes())));
    assertThat(catalog.found().getFirst().header().at()).isEqualTo(Instant.EPOCH);
    assertThat(entries).isEqualTo(Map.of("a", "0102", "b", "", "c", "ff"));
  }
}
