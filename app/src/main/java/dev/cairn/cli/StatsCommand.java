package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.graph.GraphStatistics;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.Manifest;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.StoreStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn stats}. */
@Command(
    name = "stats",
    description = "Count records and bytes, by kind and by user.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @ParentCommand private CairnCommand root;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the users with the most facts; ${DEFAULT-VALUE} unless given.")
  private int users;

  @Override
  public Integer call() {
    try (Cairn cairn = root.open()) {
      StoreStatistics statistics = cairn.recordStatistics();
      List<PartitionCount> largest = largestUsers(cairn);
      if (root.json) {
        root.console.data(json(cairn, statistics, largest));
      } else {
        print(cairn, statistics, largest);
      }
      return 0;
    }
  }

  private List<PartitionCount> largestUsers(Cairn cairn) {
    List<PartitionCount> all = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page<PartitionCount> page = cairn.users(after, PAGE);
      all.addAll(page.items());
      all.sort(Comparator.comparing((PartitionCount user) -> -user.count().records()));
      all = new ArrayList<>(all.subList(0, Math.min(users, all.size())));
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private void print(Cairn cairn, StoreStatistics statistics, List<PartitionCount> largest) {
    root.console.say(
        "namespace %s at version %s; the store occupies %s"
            .formatted(
                cairn.namespace(), statistics.version(), Units.bytes(cairn.store().sizeInBytes())));
    Table kinds = new Table("KIND", "RECORDS", "PAYLOAD BYTES", "PER RECORD");
    byKind(statistics).forEach((kind, count) -> kinds.row(row(kind, count)));
    kinds.lines().forEach(root.console::data);
    GraphStatistics graph = GraphStatistics.of(statistics);
    print("NOUNS", graph.nounTypes(), graph.nounCount());
    print("VERBS", graph.verbTypes(), graph.verbCount());
    if (!largest.isEmpty()) {
      root.console.data("");
      Table table = new Table("USER", "FACTS", "PAYLOAD BYTES", "PER FACT");
      largest.forEach(user -> table.row(row(user.partition(), user.count())));
      table.lines().forEach(root.console::data);
    }
  }

  /** Kinds of one sort, named {@code sort/…}, as one. */
  private static Map<String, StoreStatistics.Count> byKind(StoreStatistics statistics) {
    Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
    statistics
        .kinds()
        .forEach(
            (kind, count) -> {
              int slash = kind.indexOf('/');
              kinds.merge(
                  slash < 0 ? kind : kind.substring(0, slash), count, StoreStatistics.Count::plus);
            });
    return kinds;
  }

  private void print(String what, Map<String, Long> types, long all) {
    if (types.isEmpty()) {
      return;
    }
    root.console.data("");
    Table table = new Table(what, Units.count(all), "");
    types.forEach((type, count) -> table.row(type, Units.count(count), Table.bar(count, all)));
    table.lines().forEach(root.console::data);
  }

  private static String[] row(String name, StoreStatistics.Count count) {
    return new String[] {
      name,
      Units.count(count.records()),
      Units.count(count.payloadBytes()),
      Units.decimal((double) count.payloadBytes() / Math.max(1, count.records()), 1)
    };
  }

  private static JsonObject json(
      Cairn cairn, StoreStatistics statistics, List<PartitionCount> largest) {
    JsonObject.Builder kinds = JsonObject.builder();
    for (Map.Entry<String, StoreStatistics.Count> kind : statistics.kinds().entrySet()) {
      kinds.put(kind.getKey(), json(kind.getValue()).build());
    }
    List<JsonValue> users = new ArrayList<>();
    for (PartitionCount user : largest) {
      users.add(json(user.count()).put("user", user.partition()).build());
    }
    List<JsonValue> manifests = new ArrayList<>();
    for (Manifest manifest : cairn.optimizer().manifests()) {
      manifests.add(JsonValue.of(manifest.id().toString()));
    }
    return JsonObject.builder()
        .put("status", "ok")
        .put("namespace", cairn.namespace())
        .put("version", statistics.version().position())
        .put("storeBytes", cairn.store().sizeInBytes())
        .put("kinds", kinds.build())
        .put("graph", json(GraphStatistics.of(statistics)))
        .put("users", new JsonArray(users))
        .put("manifests", new JsonArray(manifests))
        .build();
  }

  private static JsonObject json(GraphStatistics graph) {
    return JsonObject.builder()
        .put("nounCount", graph.nounCount())
        .put("verbCount", graph.verbCount())
        .put("nounTypes", JsonValue.of(graph.nounTypes()))
        .put("verbTypes", JsonValue.of(graph.verbTypes()))
        .put("nounVectors", graph.nounVectors())
        .put("verbVectors", graph.verbVectors())
        .build();
  }

  private static JsonObject.Builder json(StoreStatistics.Count count) {
    return JsonObject.builder()
        .put("records", count.records())
        .put("payloadBytes", count.payloadBytes());
  }
}
