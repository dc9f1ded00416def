package dev.cairn.migration;

import static java.util.Objects.requireNonNull;

import dev.cairn.memory.MemoryClient;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Brings what an importer reads into a client. Thread-safe.
 *
 * <p>Items are saved in the order of the source, in atomic batches of {@value #BATCH} of one type.
 * A fact that says the same as the saved one is merged with it if the client merges duplicates. An
 * item that is there already is not written again, so that an import that was cut off can simply be
 * run once more.
 */
public final class MemoryImport {
  static final int BATCH = 5_000;

  private final MemoryClient client;
  private final boolean saves;
  private final LongConsumer progress;

  private MemoryImport(MemoryClient client, boolean saves, LongConsumer progress) {
    this.client = requireNonNull(client, "client");
    this.saves = saves;
    this.progress = requireNonNull(progress, "progress");
  }

  /**
   * An import that saves.
   *
   * @param progress told the number of items read so far
   */
  public static MemoryImport into(MemoryClient client, LongConsumer progress) {
    return new MemoryImport(client, true, progress);
  }

  /**
   * An import that saves nothing and reports what it would do. It keeps the items of the source in
   * memory as JSON text, to compare later ones with them.
   *
   * @param progress told the number of items read so far
   */
  public static MemoryImport dryRun(MemoryClient client, LongConsumer progress) {
    return new MemoryImport(client, false, progress);
  }

  /**
   * Reads the whole source.
   *
   * @throws ImportException if the source cannot be read; batches that were saved stay
   * @throws dev.cairn.store.StorageException if a batch cannot be saved; those before it stay
   */
  public ImportReport run(MemoryImporter importer, Path source) {
    ImportRun run = new ImportRun(client, saves, progress);
    importer.read(source, run);
    return run.finish();
  }
}
