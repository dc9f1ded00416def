package dev.cairn.importer.luminoracore;

import dev.cairn.migration.ImportException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads databases of both schemas: that of the SDK (tables {@code facts, affinity, episodes}) and
 * that of the core's migration ({@code user_facts, user_affinity, episodes}). Opens them read-only
 * and reads all tables at one moment.
 */
final class Database {
  private static final Set<String> FACT_TABLES = Set.of("facts", "user_facts");
  private static final Set<String> AFFINITY_TABLES = Set.of("affinity", "user_affinity");
  private static final String EPISODE_TABLE = "episodes";
  private static final Set<String> INTERNAL_TABLES = Set.of("schema_migrations");

  /** Where the header says how the database journals, and what it says there for a WAL. */
  private static final int JOURNAL_OFFSET = 18;

  private static final int WAL = 2;
  private static final int HEADER_BYTES = 20;

  private final Path source;
  private final Intake intake;

  Database(Path source, Intake intake) {
    this.source = source;
    this.intake = intake;
  }

  void read() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    SQLiteDataSource database = new SQLiteDataSource(config);
    database.setUrl(url());
    try (Handle handle = Jdbi.create(database).open()) {
      handle.begin();
      List<String> tables =
          handle
              .createQuery(
                  "SELECT name FROM sqlite_schema WHERE type = 'table'"
                      + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")
              .mapTo(String.class)
              .list();
      if (tables.stream().noneMatch(Database::isImported)) {
        throw new ImportException(
            "The database %s was to have LuminoraCore's table 'facts' or 'user_facts', but has %s."
                .formatted(source, tables));
      }
      TableReader reader = new TableReader(handle, intake);
      for (String table : tables) {
        read(reader, table);
      }
      handle.rollback();
    } catch (JdbiException failed) {
      throw new ImportException(
          "The database %s cannot be read: %s".formatted(source, failed.getMessage()), failed);
    }
  }

  private static boolean isImported(String table) {
    return FACT_TABLES.contains(table)
        || AFFINITY_TABLES.contains(table)
        || table.equals(EPISODE_TABLE);
  }

  private static void read(TableReader reader, String table) {
    if (FACT_TABLES.contains(table)) {
      reader.readFacts(table);
    } else if (AFFINITY_TABLES.contains(table)) {
      reader.readAffinities(table);
    } else if (table.equals(EPISODE_TABLE)) {
      reader.readEpisodes(table);
    } else if (!INTERNAL_TABLES.contains(table)) {
      reader.skip(table);
    }
  }

  /**
   * SQLite would make files beside a database with a write-ahead log even to read it. Where there
   * is no such log there is nothing in it to read, so that the database may count as unchangeable.
   */
  private String url() {
    URI uri = source.toAbsolutePath().toUri();
    boolean idle = isWal() && !Files.exists(source.resolveSibling(source.getFileName() + "-wal"));
    return "jdbc:sqlite:" + uri + "?mode=ro" + (idle ? "&immutable=1" : "");
  }

  private boolean isWal() {
    try (InputStream in = Files.newInputStream(source)) {
      byte[] header = in.readNBytes(HEADER_BYTES);
      return header.length == HEADER_BYTES && header[JOURNAL_OFFSET] == WAL;
    } catch (IOException unreadable) {
      throw new ImportException(
          "The file %s cannot be read: %s.".formatted(source, unreadable.getMessage()), unreadable);
    }
  }
}
