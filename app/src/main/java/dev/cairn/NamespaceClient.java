package dev.cairn;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Restore;
import dev.cairn.cache.RecordCache;
import dev.cairn.context.AssembledContext;
import dev.cairn.context.ContextAssembler;
import dev.cairn.context.ContextRequest;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonWriter;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.memory.AffinityLevels;
import dev.cairn.memory.FactMerger;
import dev.cairn.memory.MemoryClient;
import dev.cairn.migration.GraphExporter;
import dev.cairn.migration.GraphExporterProvider;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.ImportedVectors;
import dev.cairn.migration.MemoryImport;
import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.MigrationState;
import dev.cairn.migration.live.Translation;
import dev.cairn.optimization.BulkOptimization;
import dev.cairn.optimization.Erasure;
import dev.cairn.optimization.ErasureReceipt;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.retrieval.Search;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchMetrics;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.search.Embedding;
import dev.cairn.store.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The memory of one namespace with the optimizer beneath it. Thread-safe; usable until the {@link
 * Cairn} that gave it is closed.
 */
public class NamespaceClient extends MemoryClient {
  private static final String BRAINY = "brainy";
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Optimizer optimizer;
  private final ContextAssemblers contexts;
  private final Searches searches;
  private final ReentrantLock searching = new ReentrantLock();
  private Optional<Search> search = Optional.empty();
  private final LockService locks;
  private final RecordCache cache;
  private final KnowledgeGraph graph;
  private final Component storage;

  NamespaceClient(
      Namespaces.Parts parts, CairnConfig config, Namespaces namespaces, LockService locks) {
    super(
        parts.documents(),
        merger(config.optimization()),
        new AffinityLevels(config.affinityLevels()),
        config.memory(),
        InstantSource.system());
    this.optimizer = parts.optimizer();
    this.contexts = namespaces.contexts();
    this.searches = namespaces.searches();
    this.locks = locks;
    this.cache = namespaces.cache();
    this.storage = config.storage();
    this.graph = new KnowledgeGraph(parts.documents());
  }

  private static Optional<FactMerger> merger(OptimizationConfig optimization) {
    boolean onSave =
        optimization.enabled()
            && optimization.deduplicateMemory()
            && optimization.autoDeduplicate();
    return onSave
        ? Optional.of(new FactMerger(optimization.preserveSources(), optimization.mergeTags()))
        : Optional.empty();
  }

  /** The nouns and verbs of this namespace. */
  public KnowledgeGraph graph() {
    return graph;
  }

  /** What compresses and expands the records of this namespace, also for direct use. */
  public Optimizer optimizer() {
    return optimizer;
  }

  // Search

  /**
   * The search of this namespace. Its indexes are restored from a snapshot or built from the store
   * when first used.
   *
   * @throws dev.cairn.plugin.ConfigurationException if an index or the embedding model that the
   *     configuration names is not on the class path
   */
  public Search search() {
    searching.lock();
    try {
      if (search.isEmpty()) {
        search = Optional.of(searches.of(documents(), this::isExpired));
      }
      return search.get();
    } finally {
      searching.unlock();
    }
  }

  /** Finds the best of everything that is searchable for a text, by words and by meaning. */
  public List<SearchHit> search(String text, int limit) {
    return search().search(SearchRequest.of(text, limit)).hits();
  }

  /**
   * Finds the nearest to a vector of the space that is searched; nothing if nothing has a vector.
   *
   * @throws IllegalArgumentException if the vector has another number of dimensions, is no number
   *     somewhere, or has no direction where that matters
   */
  public List<SearchHit> search(float[] vector, int limit) {
    return search()
        .space()
        .map(space -> SearchRequest.of(Embedding.of(space, vector), limit))
        .map(request -> search().search(request).hits())
        .orElse(List.of());
  }

  // Statistics and metrics

  /** Exact counts: nouns and verbs by type, facts, everything by kind. */
  public Statistics getStatistics() {
    return Statistics.of(recordStatistics());
  }

  /** How this namespace performs in this process. */
  public PerformanceMetrics getPerformanceMetrics() {
    return new PerformanceMetrics(
        searchMetrics(),
        cache.statistics(),
        optimizer.getStats(),
        PerformanceMetrics.MemoryUsage.now());
  }

  private SearchMetrics searchMetrics() {
    searching.lock();
    try {
      return search.map(Search::metrics).orElse(SearchMetrics.NONE);
    } finally {
      searching.unlock();
    }
  }

  // Contexts for prompts

  /**
   * A request for the context of a user, with the budget and the fields of the configuration, as of
   * this moment.
   */
  public ContextRequest contextRequest(String userId) {
    return ContextRequest.of(userId, contexts.budgetTokens(), contexts.fields(), Instant.now());
  }

  /** What is worth most to a prompt for this user and fits into the budget. */
  public AssembledContext context(String userId) {
    return context(contextRequest(userId));
  }

  /** What a prompt for this user about {@code query} needs most and fits into the budget. */
  public AssembledContext context(String userId, String query) {
    return context(contextRequest(userId).withQuery(query));
  }

  /** The context that a request asks for, in the configured format. */
  public AssembledContext context(ContextRequest request) {
    return assemble(contexts.usual(), request);
  }

  /**
   * The context that a request asks for.
   *
   * @param renderer the name of the format
   * @param tokenizer the name of the token counter
   * @throws dev.cairn.plugin.ConfigurationException if there is no renderer or token counter of
   *     that name; the message names those that there are
   */
  public AssembledContext context(ContextRequest request, String renderer, String tokenizer) {
    return assemble(contexts.named(renderer, tokenizer), request);
  }

  private AssembledContext assemble(ContextAssembler assembler, ContextRequest request) {
    String userId = request.userId();
    return assembler.assemble(request, eachFact(userId), this::isPinned, id -> getTurn(userId, id));
  }

  // Backups

  /** The backups of this namespace, for those who want to choose. */
  public Backups backups() {
    return new Backups(documents(), Optional.empty());
  }

  /**
   * Backups that are encrypted.
   *
   * @param keyFile holds 64 hexadecimal digits
   */
  public Backups backups(Path keyFile) {
    return new Backups(documents(), Optional.of(keyFile));
  }

  /**
   * Backs up everything in this namespace, while others may write.
   *
   * @param path a new file, whose name ends with {@code .cairn}, or a folder
   */
  public Backup.Made backup(Path path) {
    return backup(path.toString());
  }

  /**
   * Backs up everything in this namespace, while others may write.
   *
   * @param place a path, or an address as {@code s3://bucket/prefix}; see {@link Backups}
   */
  public Backup.Made backup(String place) {
    return backups().full(place, (done, total) -> {});
  }

  /**
   * Restores the newest backup of a folder, or that of a file, into this namespace.
   *
   * @param clearExisting whether to remove what is here first
   * @throws dev.cairn.backup.BackupException if the backup is damaged, or there are records and
   *     they shall stay; nothing was changed then
   */
  public Restore.Restored restore(Path path, boolean clearExisting) {
    return restore(path.toString(), clearExisting);
  }

  /**
   * Restores the newest backup of a place, or the one that it names, into this namespace.
   *
   * @param place a path, or an address as {@code s3://bucket/prefix}; see {@link Backups}
   * @param clearExisting whether to remove what is here first
   * @throws dev.cairn.backup.BackupException if the backup is damaged, or there are records and
   *     they shall stay; nothing was changed then
   */
  public Restore.Restored restore(String place, boolean clearExisting) {
    Backups backups = backups();
    return backups.restore(
        place, backups.chain(place, Optional.empty()), clearExisting, (done, total) -> {});
  }

  // Data of other systems

  /**
   * Imports data of another system, which is recognized: facts, episodes, affinity, nouns and
   * verbs. What is there already is not written again, so that an import that was cut off can be
   * run once more.
   *
   * @param source a file or a folder
   * @throws dev.cairn.migration.ImportException if nobody recognizes the source, or it cannot be
   *     read; what was saved before stays
   */
  public ImportReport importData(Path source) {
    return importData(source, ImportOptions.DEFAULT, read -> {}, notice -> {});
  }

  /**
   * Imports data of another system.
   *
   * @param source a file or a folder
   * @param progress told the number of items read so far
   * @param notices told of each item that is skipped, changed or doubtful; the report has the first
   *     few of each sort
   * @throws dev.cairn.migration.ImportException if the source cannot be read; what was saved before
   *     stays
   */
  public ImportReport importData(
      Path source, ImportOptions options, LongConsumer progress, Consumer<ImportNotice> notices) {
    return imported(
        options,
        progress,
        notices,
        target -> Importers.load().of(source, options).read(source, target));
  }

  /**
   * Imports data of another system from a bucket; see {@link #importData(Path, ImportOptions,
   * LongConsumer, Consumer)}.
   *
   * @param place {@code s3://bucket/prefix}, or one object; else a file or a folder
   * @param settings how to reach the bucket, such as {@code endpoint}; what is missing is taken
   *     from the storage if that is a bucket, too
   */
  public ImportReport importData(
      String place,
      Map<String, String> settings,
      ImportOptions options,
      LongConsumer progress,
      Consumer<ImportNotice> notices) {
    return BucketImport.isBucket(place)
        ? imported(
            options, progress, notices, new BucketImport(place, settings, storage, options)::read)
        : importData(Path.of(place), options, progress, notices);
  }

  private ImportReport imported(
      ImportOptions options,
      LongConsumer progress,
      Consumer<ImportNotice> notices,
      Consumer<ImportTarget> reading) {
    boolean embeds = options.vectors() == ImportedVectors.REGENERATE && !options.dryRun();
    if (embeds && !search().canEmbed()) {
      throw new ImportException(
          "Vectors were to be made anew, but no embedding model is configured. Nothing was imported; set 'search.embedding', or keep or drop the vectors.");
    }
    MemoryImport run =
        options.dryRun() ? MemoryImport.dryRun(this, progress) : MemoryImport.into(this, progress);
    ImportReport report = run.withVectors(options.vectors()).withNotices(notices).run(reading);
    if (embeds) {
      search().embed(left -> {});
    }
    return report;
  }

  /**
   * Imports a file of sparse data: nouns and verbs in the shape of Brainy's backups, in which nouns
   * may lack vectors. The configured model, if there is one, makes the vectors of all texts anew.
   *
   * @throws dev.cairn.migration.ImportException if the file is not of that shape
   */
  public ImportReport importSparseData(Path file) {
    ImportOptions options =
        ImportOptions.DEFAULT
            .withFrom(BRAINY)
            .withVectors(search().canEmbed() ? ImportedVectors.REGENERATE : ImportedVectors.KEEP);
    return importData(file, options, read -> {}, notice -> {});
  }

  /**
   * Imports sparse data that is in memory; see {@link #importSparseData(Path)}. A file that only
   * this user may read holds it meanwhile.
   */
  public ImportReport importSparseData(JsonObject data) {
    try {
      Path file = Files.createTempFile("cairn-sparse", ".json");
      try {
        Files.write(file, JsonWriter.writeBytes(data, JsonStyle.MINIFIED));
        return importSparseData(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new StorageException(
          "The data cannot be kept in a temporary file while it is imported: %s. Make room for it."
              .formatted(failed.getMessage()),
          failed);
    }
  }

  /** Writes all nouns and verbs as a file that Brainy's {@code restore()} reads. */
  public GraphExporter.Exported exportBrainyBackup(Path file) {
    return exportData(BRAINY, file, written -> {});
  }

  /**
   * Writes all nouns and verbs in the form of another system. The file appears, or is replaced,
   * when it is whole.
   *
   * @param format the name of the exporter
   * @param progress told the number of items written so far
   * @throws dev.cairn.plugin.ConfigurationException if there is no exporter of that name
   * @throws StorageException if the file cannot be written
   */
  public GraphExporter.Exported exportData(String format, Path file, LongConsumer progress) {
    GraphExporter exporter =
        Providers.load("exporter", GraphExporterProvider.class)
            .named(format)
            .create(Settings.EMPTY);
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      try {
        GraphExporter.Exported exported;
        try (OutputStream out = Files.newOutputStream(unfinished)) {
          exported = exporter.write(graph, out, progress);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        return exported;
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException failed) {
      throw new StorageException(
          "The file %s cannot be written: %s. Choose another one."
              .formatted(file, failed.getMessage()),
          failed);
    }
  }

  // Migration

  /** The migration of a source into this namespace, from where it stands. */
  public LiveMigration migration(MigrationSource source) {
    return switch (source.content()) {
      case MigrationSource.Content.Legacy legacy ->
          LiveMigration.ofGraph(
              legacy.objects(), Translation.of(legacy.format()), documents(), locks);
      case MigrationSource.Content.Store store ->
          LiveMigration.ofStore(
              store.records(),
              store.address().namespace(),
              store.address().place(),
              documents(),
              locks);
    };
  }

  /** What the journal says of a migration into this namespace; empty if there never was one. */
  public Optional<MigrationState> migrationStatus() {
    return LiveMigration.status(documents());
  }

  // Erasure

  /** What {@link #erase} would do now; changes nothing. */
  public ErasureReceipt previewErasure(String userId) {
    return new Erasure(documents(), optimizer, InstantSource.system(), soFar -> {}).preview(userId);
  }

  /**
   * Erases all there is of a user in this namespace beyond recovery, as {@link Erasure} says, and
   * gives a receipt.
   *
   * @param listener told how rewriting of others' records goes; may throw to stop
   * @throws StorageException if someone else is optimizing or erasing in this namespace, or the
   *     erasure cannot be finished; calling again goes on
   */
  public ErasureReceipt erase(String userId, BulkOptimization.Listener listener) {
    try (Lease lease = leaseForRewriting()) {
      BulkOptimization.Listener renewing =
          soFar -> {
            listener.progress(soFar);
            if (!lease.renew()) {
              throw new StorageException(
                  "The erasure was stopped, since its lease was released. Run it again to go on.");
            }
          };
      return new Erasure(documents(), optimizer, InstantSource.system(), renewing)
          .under(lease)
          .erase(userId);
    } finally {
      searches.forgetSnapshots(namespace());
    }
  }

  /** Erases all there is of a user; see {@link #erase(String, BulkOptimization.Listener)}. */
  public ErasureReceipt erase(String userId) {
    return erase(userId, soFar -> {});
  }

  /**
   * The lease that whoever rewrites the records of this namespace holds.
   *
   * @throws StorageException if someone else holds it
   */
  public Lease leaseForRewriting() {
    return locks
        .tryAcquire("optimize " + namespace(), LEASE)
        .orElseThrow(
            () ->
                new StorageException(
                    "Someone else is optimizing or erasing in namespace '%s'. Wait until they are done; a lease that was left behind runs out after %d s."
                        .formatted(namespace(), LEASE.toSeconds())));
  }
}
