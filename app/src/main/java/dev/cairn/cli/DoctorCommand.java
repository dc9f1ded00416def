package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.NamespaceClient;
import dev.cairn.codec.BinaryPayload;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.graph.GraphStatistics;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn doctor}. */
@Command(
    name = "doctor",
    description = {
      "Check that everything can be opened and every record be read, and that the counts are right.",
      "Changes nothing."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int MAX_TOLD = 10;

  @ParentCommand private CairnCommand root;

  private final List<JsonValue> checks = new ArrayList<>();
  private int faults;

  @Override
  public Integer call() {
    check("Java", true, Runtime.version().toString());
    try (Cairn cairn = root.open()) {
      check("store", true, Units.bytes(cairn.store().sizeInBytes()));
      List<String> names = new ArrayList<>(cairn.namespaces());
      if (!names.contains(cairn.namespace())) {
        names.add(cairn.namespace());
      }
      for (String name : names) {
        examine(cairn.namespace(name));
      }
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

  private void examine(NamespaceClient client) {
    StoreStatistics statistics = client.recordStatistics();
    for (var entry : statistics.kinds().entrySet()) {
      String what = client.namespace() + " / " + entry.getKey();
      StoreStatistics.Count counted = read(client, entry.getKey(), what);
      boolean same = counted.equals(entry.getValue());
      check(
          what,
          same,
          "%s records, %s%s"
              .formatted(
                  Units.count(counted.records()),
                  Units.bytes(counted.payloadBytes()),
                  same
                      ? ""
                      : "; the store counts %s and %s (a writer may be at work: run again)"
                          .formatted(
                              Units.count(entry.getValue().records()),
                              Units.bytes(entry.getValue().payloadBytes()))));
    }
    if (GraphStatistics.of(statistics).nounCount() > 0) {
      List<String> found = client.graph().audit();
      found.forEach(fault -> check(client.namespace() + " / graph", false, fault));
      if (found.isEmpty()) {
        check(client.namespace() + " / graph", true, "every verb has its nouns");
      }
    }
    if (statistics.kinds().isEmpty()) {
      check(client.namespace(), true, "empty");
    }
  }

  private StoreStatistics.Count read(NamespaceClient client, String kind, String what) {
    long records = 0;
    long bytes = 0;
    int told = 0;
    Scan scan = Scan.of(client.namespace(), kind);
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Record> page =
          client.documents().records().scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      for (Record record : page.items()) {
        records++;
        bytes += record.payload().size();
        if (BinaryPayload.is(record.payload())) {
          continue;
        }
        try {
          client.documents().codec().decode(record.payload());
        } catch (CorruptRecordException | UnknownFormatException unreadable) {
          if (told++ < MAX_TOLD) {
            check(
                what + " / " + record.id().partition() + " / " + record.id().id(),
                false,
                String.valueOf(unreadable.getMessage()));
          } else {
            faults++;
          }
        }
      }
      after = page.next();
    } while (after.isPresent());
    if (told > MAX_TOLD) {
      root.console.say((told - MAX_TOLD) + " more records cannot be read");
    }
    return new StoreStatistics.Count(records, bytes);
  }

  private void check(String what, boolean well, String found) {
    if (!well) {
      faults++;
    }
    if (root.json) {
      checks.add(
          JsonObject.builder().put("check", what).put("ok", well).put("found", found).build());
    } else {
      String mark = well ? root.console.green("✓") : root.console.red("✗");
      root.console.data(mark + " " + what + ": " + found);
    }
  }
}
