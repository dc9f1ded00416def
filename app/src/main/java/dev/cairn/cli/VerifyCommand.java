package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.codec.BinaryPayload;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.Optimizer;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn verify}. */
@Command(
    name = "verify",
    description = {
      "Check this namespace after a migration: every record can be read, the counts are right, the",
      "graph holds together, the search finds what it should, the optimization is in use.",
      "Changes nothing. Exit code 0 if all is well, 1 if not."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final double LEAST_RECALL = 0.9;

  @ParentCommand private CairnCommand root;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many vectors to search for; ${DEFAULT-VALUE} unless given.")
  private int probes;

  private final List<JsonValue> checks = new ArrayList<>();
  private int faults;
  private long documents;
  private long current;
  private long unreadable;

  @Override
  public Integer call() {
    try (Cairn cairn = root.open()) {
      records(cairn);
      List<String> graph = cairn.graph().audit();
      check("graph", graph.isEmpty(), graph.isEmpty() ? "holds together" : graph.toString());
      search(cairn);
      optimization();
    }
    if (root.json) {
      root.console.data(
          JsonObject.builder()
              .put("status", faults == 0 ? "ok" : "faults")
              .put("faults", faults)
              .put("checks", new JsonArray(checks))
              .build());
    }
    return faults == 0 ? 0 : 1;
  }

  private void records(Cairn cairn) {
    StoreStatistics statistics = cairn.recordStatistics();
    Map<String, StoreStatistics.Count> counted = new TreeMap<>();
    for (String kind : statistics.kinds().keySet()) {
      counted.put(kind, read(cairn, kind));
    }
    long records = statistics.total().records();
    check(
        "integrity",
        unreadable == 0,
        unreadable == 0
            ? Units.count(records) + " records can be read"
            : Units.count(unreadable) + " records cannot be read; see 'cairn doctor'");
    boolean same = counted.equals(statistics.kinds());
    check(
        "statistics",
        same,
        same
            ? Units.count(records) + " records counted, as the store says"
            : "the store's counts differ from what is there; if nobody is writing, see 'cairn doctor'");
  }

  private StoreStatistics.Count read(Cairn cairn, String kind) {
    StoreStatistics.Count count = StoreStatistics.Count.ZERO;
    Scan scan = Scan.of(cairn.namespace(), kind);
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Record> page =
          cairn.store().scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      for (Record record : page.items()) {
        count = count.plus(new StoreStatistics.Count(1, record.payload().size()));
        if (!BinaryPayload.is(record.payload())) {
          document(cairn.optimizer(), record);
        }
      }
      after = page.next();
    } while (after.isPresent());
    return count;
  }

  private void document(Optimizer optimizer, Record record) {
    documents++;
    try {
      optimizer.decode(record.payload());
      current += optimizer.isCurrent(record.id().kind(), record.payload()) ? 1 : 0;
    } catch (CorruptRecordException | UnknownFormatException damaged) {
      unreadable++;
    }
  }

  private void search(Cairn cairn) {
    Optional<SearchParity.Found> found = new SearchParity(cairn, probes).run();
    check(
        "search",
        found.map(it -> it.recall() >= LEAST_RECALL).orElse(true),
        found
            .map(
                it ->
                    "%s of the nearest of %s vectors found, by %d probes"
                        .formatted(
                            Units.percent(it.recall()), Units.count(it.vectors()), it.probes()))
            .orElse("no vectors to search for"));
  }

  private void optimization() {
    boolean on = root.load().config().optimization().enabled();
    check(
        "optimization",
        true,
        on
            ? "on; %s of %s documents are written as it says now"
                .formatted(Units.count(current), Units.count(documents))
            : "off");
  }

  private void check(String what, boolean well, String found) {
    faults += well ? 0 : 1;
    if (root.json) {
      checks.add(
          JsonObject.builder().put("check", what).put("ok", well).put("found", found).build());
    } else {
      String mark = well ? root.console.green("✓") : root.console.red("✗");
      root.console.data(mark + " " + what + ": " + found);
    }
  }
}
