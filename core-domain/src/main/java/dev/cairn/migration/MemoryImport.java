package dev.cairn.migration;

import static java.util.Objects.requireNonNull;

import dev.cairn.memory.MemoryClient;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Brings what an importer reads into a client. Thread-safe.
 *
 * <p>Items are saved in the order of the source, in atomic batches of {@value #BATCH} of one type;
 * a verb is saved after its nouns, and one whose nouns are not there in the end is left out and
 * told. A fact that says the same as the saved one is merged with it if the client merges
 * duplicates. An item that is there already is not written again, so that an import that was cut
 * off can simply be run once more.
 */
public final class MemoryImport {
  static final int BATCH = 5_000;

  private final MemoryClient client;
  private final boolean saves;
  private final LongConsumer progress;

  private final ImportedVectors vectors;
  private final Consumer<ImportNotice> listener;

  private MemoryImport(
      MemoryClient client,
      boolean saves,
      LongConsumer progress,
      ImportedVectors vectors,
      Consumer<ImportNotice> listener) {
    this.client = requireNonNull(client, "client");
    this.saves = saves;
    this.progress = requireNonNull(progress, "progress");
    this.vectors = requireNonNull(vectors, "vectors");
    this.listener = requireNonNull(listener, "listener");
  }

  /**
   * An import that saves.
   *
   * @param progress told the number of items read so far
   */
  public static MemoryImport into(MemoryClient client, LongConsumer progress) {
    return new MemoryImport(client, true, progress, ImportedVectors.KEEP, notice -> {});
  }

  /**
   * An import that saves nothing and reports what it would do. It keeps the items of the source in
   * memory as JSON text, to compare later ones with them.
   *
   * @param progress told the number of items read so far
   */
  public static MemoryImport dryRun(MemoryClient client, LongConsumer progress) {
    return new MemoryImport(client, false, progress, ImportedVectors.KEEP, notice -> {});
  }

  /** With this done to vectors that come with nouns and verbs; else they are kept. */
  public MemoryImport withVectors(ImportedVectors newVectors) {
    return new MemoryImport(client, saves, progress, newVectors, listener);
  }

  /**
   * With a listener to each notice, for a list of all places; the report has the first few.
   *
   * @param newListener called by the importing thread
   */
  public MemoryImport withNotices(Consumer<ImportNotice> newListener) {
    return new MemoryImport(client, saves, progress, vectors, newListener);
  }

  /**
   * Reads the whole source.
   *
   * @throws ImportException if the source cannot be read; batches that were saved stay
   * @throws dev.cairn.store.StorageException if a batch cannot be saved; those before it stay
   */
  public ImportReport run(MemoryImporter importer, Path source) {
    return run(target -> importer.read(source, target));
  }

  /**
   * Reads all that {@code reading} hands over.
   *
   * @throws dev.cairn.store.StorageException if a batch cannot be saved; those before it stay
   */
  public ImportReport run(Consumer<ImportTarget> reading) {
    ImportRun run = new ImportRun(client, saves, vectors, progress, listener);
    reading.accept(run);
    return run.finish();
  }
}
