package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.Component;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.context.TokenCounter;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.optimization.BulkOptimization;
import dev.cairn.optimization.DictionaryTraining;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn demo}: the whole round on 2,000 facts, each step checked and measured. */
@Command(
    name = "demo",
    description = {
      "Save 2,000 facts through the optimization pipeline, read them back, change, re-optimize",
      "and roll back, checking and measuring each step. Leaves a database to look at."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String NAMESPACE = "demo";
  private static final Path DEFAULT_FILE = Path.of("cairn-demo.db");
  private static final String FACTS = "/dev/cairn/demo/facts_2000.jsonl";
  private static final int BATCH = 500;
  private static final int UNCACHED_READS = 5_000;
  private static final int CACHED_READS = 500_000;

  @ParentCommand private CairnCommand root;

  @Option(
      names = "--file",
      paramLabel = "JSONL",
      description = "Facts of your own, one JSON object a line, instead of the 2,000.")
  private @Nullable Path file;

  private final JsonObject.Builder results = JsonObject.builder();
  private boolean allWell = true;

  @Override
  public Integer call() throws IOException {
    Path database = root.db == null ? DEFAULT_FILE : root.db;
    removeEarlierDemo(database);
    List<Fact> facts = facts();
    CairnConfig config =
        CairnConfig.sqlite(database)
            .withNamespace(NAMESPACE)
            .withOptimization(OptimizationConfig.defaults());
    long users = facts.stream().map(Fact::userId).distinct().count();
    title(
        "%s facts of %s users → %s"
            .formatted(Units.count(facts.size()), Units.count(users), database));
    try (Cairn cairn = Cairn.open(config);
        Cairn uncached = Cairn.open(withoutCache(config));
        Cairn other = Cairn.open(config)) {
      save(cairn, facts);
      readBack(cairn, facts);
      optimize(cairn);
      readBack(cairn, facts);
      sizes(cairn, facts);
      latencies(cairn, uncached, facts);
      change(cairn, other, facts.getFirst());
      rollBack(cairn, facts);
    }
    return finish(database);
  }

  private static CairnConfig withoutCache(CairnConfig config) {
    return CairnConfig.builder()
        .namespace(config.namespace())
        .storage(config.storage())
        .optimization(config.optimization())
        .cache(Component.of("none", Map.of()))
        .build();
  }

  private void removeEarlierDemo(Path database) throws IOException {
    if (!Files.exists(database)) {
      return;
    }
    try (Cairn existing = Cairn.open(CairnConfig.sqlite(database))) {
      if (!existing.namespaces().stream().allMatch(NAMESPACE::equals)) {
        throw new CommandFailure(
            "%s holds other things than an earlier demo, and the demo starts anew. Name another file with --db."
                .formatted(database));
      }
    }
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
  }

  private List<Fact> facts() throws IOException {
    try (InputStream in =
            file == null
                ? Objects.requireNonNull(DemoCommand.class.getResourceAsStream(FACTS))
                : Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).map(Fact::parse).toList();
    }
  }

  private void save(Cairn cairn, List<Fact> facts) {
    long start = System.nanoTime();
    for (int i = 0; i < facts.size(); i += BATCH) {
      cairn.saveFacts(facts.subList(i, Math.min(facts.size(), i + BATCH)));
    }
    long nanos = System.nanoTime() - start;
    long saved = cairn.getStatistics().of("fact").records();
    step(
        "saved",
        "%s facts in %s, each batch durable; %s repetitions merged into %s facts, reversibly"
            .formatted(
                Units.count(facts.size()),
                Units.nanos(nanos),
                Units.count(facts.size() - saved),
                Units.count(saved)),
        true);
    results.put("facts", facts.size()).put("records", saved).put("saveNanos", nanos);
  }

  private void readBack(Cairn cairn, List<Fact> facts) {
    long start = System.nanoTime();
    TreeSet<String> expected = new TreeSet<>();
    facts.forEach(fact -> expected.add(fact.document().toString()));
    TreeSet<String> found = new TreeSet<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page<PartitionCount> users = cairn.users(after, BATCH);
      for (PartitionCount user : users.items()) {
        for (Fact fact : cairn.getAllFacts(user.partition())) {
          fact.occurrences().forEach(one -> found.add(one.document().toString()));
        }
      }
      after = users.next();
    } while (after.isPresent());
    boolean exact = found.equals(expected);
    step(
        "read back",
        "%s facts in %s: %s"
            .formatted(
                Units.count(found.size()),
                Units.nanos(System.nanoTime() - start),
                exact ? "every byte as it went in" : "NOT what went in"),
        exact);
  }

  private void optimize(Cairn cairn) {
    long start = System.nanoTime();
    DictionaryTraining.train(cairn.documents(), cairn.optimizer(), true);
    BulkOptimization.Progress result =
        new BulkOptimization(cairn.documents(), cairn.optimizer(), false, progress -> {})
            .everything();
    step(
        "re-optimized",
        "%s records with dictionaries trained on them, in %s: payloads %s → %s (%s)"
            .formatted(
                Units.count(result.rewritten()),
                Units.nanos(System.nanoTime() - start),
                Units.bytes(result.bytesBefore()),
                Units.bytes(result.bytesAfter()),
                Units.change(result.bytesBefore(), result.bytesAfter())),
        true);
    results
        .put("payloadBytesBefore", result.bytesBefore())
        .put("payloadBytesAfter", result.bytesAfter());
  }

  private void sizes(Cairn cairn, List<Fact> facts) {
    TokenCounter tokens = TokenReport.counter(TokenReport.DEFAULT_COUNTER);
    Table table = new Table("PER FACT", "BYTES", "", "o200k TOKENS", "");
    List<TokenReport.Row> rows = TokenReport.rows(facts, List.of(tokens), cairn.optimizer());
    TokenReport.Row baseline = rows.getFirst();
    for (TokenReport.Row row : rows) {
      table.row(
          row.form(),
          Units.decimal(row.bytesPerFact(), 1),
          root.console.cyan(Table.bar(row.bytes(), baseline.bytes())),
          row.isText() ? Units.decimal(row.tokensPerFact(0), 1) : "–",
          row.isText()
              ? root.console.green(Table.bar(row.tokens().getFirst(), baseline.tokens().getFirst()))
              : root.console.faint("not text"));
      results.put(row.form(), row.toJson());
    }
    print("");
    table.lines().forEach(line -> print("    " + line));
    print("");
  }

  private void latencies(Cairn cairn, Cairn uncached, List<Fact> facts) {
    List<FactKey> keys = facts.stream().map(Fact::factKey).distinct().limit(BATCH).toList();
    double slow = timeReads(uncached, keys, UNCACHED_READS);
    timeReads(cairn, keys, CACHED_READS);
    double fast = timeReads(cairn, keys, CACHED_READS);
    step(
        "reads",
        "%s from SQLite, %s from the cache: %s × as fast"
            .formatted(Units.nanos(slow), Units.nanos(fast), Units.decimal(slow / fast, 0)),
        true);
    results.put("uncachedReadNanos", slow).put("cachedReadNanos", fast);
  }

  private static double timeReads(Cairn cairn, List<FactKey> keys, int reads) {
    long start = System.nanoTime();
    for (int i = 0; i < reads; i++) {
      FactKey key = keys.get(i % keys.size());
      if (cairn.getFact(key.userId(), key.category(), key.key()).isEmpty()) {
        throw new IllegalStateException("A saved fact is gone.");
      }
    }
    return (double) (System.nanoTime() - start) / reads;
  }

  /** Changes a fact through one client and waits until another client stops serving the old one. */
  private void change(Cairn cairn, Cairn other, Fact fact) {
    other.getFact(fact.userId(), fact.category(), fact.key());
    cairn.saveFact(fact.userId(), fact.category(), fact.key(), "changed by the demo");
    long start = System.nanoTime();
    JsonValue wanted = JsonValue.of("changed by the demo");
    while (!other
        .getFact(fact.userId(), fact.category(), fact.key())
        .map(Fact::value)
        .orElse(wanted)
        .equals(wanted)) {
      Thread.onSpinWait();
    }
    step(
        "changed",
        "one fact; a second client with a cache of its own saw it after %s (bound: %d ms)"
            .formatted(
                Units.nanos(System.nanoTime() - start),
                other.documents().maxStaleness().toMillis()),
        true);
    cairn.deleteFact(fact.userId(), fact.category(), fact.key());
  }

  private void rollBack(Cairn cairn, List<Fact> facts) {
    cairn.store().compact();
    long optimized = cairn.store().sizeInBytes();
    BulkOptimization.Progress result =
        new BulkOptimization(
                cairn.documents(), new PlainJsonCodec(JsonStyle.MINIFIED), false, progress -> {})
            .everything();
    cairn.store().compact();
    long plain = cairn.store().sizeInBytes();
    FactKey changed = facts.getFirst().factKey();
    cairn.saveFacts(facts.stream().filter(fact -> fact.factKey().equals(changed)).toList());
    step(
        "rolled back",
        "%s records to plain JSON that other readers understand: file %s → %s"
            .formatted(Units.count(result.rewritten()), Units.bytes(optimized), Units.bytes(plain)),
        true);
    results.put("optimizedFileBytes", optimized).put("plainFileBytes", plain);
    readBack(cairn, facts);
  }

  private int finish(Path database) {
    if (root.json) {
      root.console.data(
          results
              .put("status", allWell ? "ok" : "failed")
              .put("file", database.toString())
              .build());
      return allWell ? 0 : 1;
    }
    print("");
    print("Look around:");
    print("  app/bin/cairn facts list --db " + database + " -n demo --user carlos");
    print("  app/bin/cairn tokens --db " + database + " -n demo");
    print("  sqlite3 " + database + " \"select user_id, category, key, value from facts limit 5\"");
    return allWell ? 0 : 1;
  }

  private void title(String text) {
    print(root.console.bold("Cairn demo: ") + text);
    print("");
  }

  private void step(String name, String found, boolean well) {
    allWell &= well;
    String mark = well ? root.console.green("✓") : root.console.red("✗");
    print("  %s %s %s".formatted(mark, root.console.bold("%-12s".formatted(name)), found));
  }

  private void print(String line) {
    if (!root.json) {
      root.console.data(line);
    }
  }
}
