package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.NamespaceClient;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.codec.RecordCodec;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.lock.Lease;
import dev.cairn.optimization.BulkOptimization;
import dev.cairn.optimization.DictionaryTraining;
import dev.cairn.optimization.Optimizer;
import dev.cairn.optimization.Reduction;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn optimize}. */
@Command(
    name = "optimize",
    description = {
      "Rewrite records in the format that new ones are written in, or as plain JSON.",
      "What they say stays the same. May run beside writers; run it again to go on after a stop."
    },
    mixinStandardHelpOptions = true)
final class OptimizeCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Only this user's records.")
  private @Nullable String user;

  @Option(names = "--all-namespaces", description = "Every namespace of the store.")
  private boolean allNamespaces;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      defaultValue = "optimized",
      description = "optimized or plain; ${DEFAULT-VALUE} unless given.")
  private Format format;

  @Option(
      names = "--retrain",
      description = "Train new dictionaries although there are some already.")
  private boolean retrain;

  @Option(names = "--by-user", description = "Also tell what each user's records save.")
  private boolean byUser;

  @Option(names = "--dry-run", description = "Count only; write nothing.")
  private boolean dryRun;

  @Option(
      names = "--compact",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Afterwards give unused space of the file back; on unless --no-compact.")
  private boolean compact;

  private final Map<String, Reduction> users = new TreeMap<>();

  /** What to write. */
  enum Format {
    OPTIMIZED,
    PLAIN
  }

  @Override
  public Integer call() {
    if (format == Format.OPTIMIZED) {
      root.settings.putIfAbsent("optimization.enabled", "true");
    }
    try (Cairn cairn = root.open()) {
      List<String> names = allNamespaces ? cairn.namespaces() : List.of(cairn.namespace());
      List<JsonValue> reports = new ArrayList<>();
      for (String name : names) {
        reports.add(optimize(cairn.namespace(name)));
      }
      if (!dryRun && compact) {
        cairn.store().compact();
      }
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("dryRun", dryRun)
                .put("storeBytes", cairn.store().sizeInBytes())
                .put("namespaces", new JsonArray(reports))
                .build());
      } else {
        root.console.say("the store occupies " + Units.bytes(cairn.store().sizeInBytes()));
      }
      return 0;
    }
  }

  private JsonValue optimize(NamespaceClient client) {
    try (Lease lease = client.leaseForRewriting()) {
      long start = System.nanoTime();
      BulkOptimization.Progress result = run(client, lease);
      long nanos = System.nanoTime() - start;
      return report(client.namespace(), result, nanos);
    }
  }

  private BulkOptimization.Progress run(NamespaceClient client, Lease lease) {
    RecordCodec target =
        format == Format.PLAIN ? new PlainJsonCodec(JsonStyle.MINIFIED) : trained(client);
    try (Progress progress = Progress.indefinite(root.console, "optimize")) {
      BulkOptimization bulk =
          new BulkOptimization(client.documents(), target, dryRun, listener(progress, lease))
              .under(lease);
      return user == null ? bulk.everything() : bulk.user(user);
    }
  }

  private BulkOptimization.Listener listener(Progress progress, Lease lease) {
    return new BulkOptimization.Listener() {
      @Override
      public void progress(BulkOptimization.Progress soFar) {
        progress.count(soFar.done(), soFar.total());
        if (!lease.renew()) {
          throw new CommandFailure(
              "The run was stopped, since its lease was released. Nothing is lost: run it again to go on.");
        }
      }

      @Override
      public void looked(RecordId id, long bytesBefore, long bytesAfter) {
        if (byUser) {
          users.merge(id.partition(), new Reduction(bytesBefore, bytesAfter), Reduction::plus);
        }
      }
    };
  }

  /** In a dry run a trained copy with manifests of its own, so that nothing is written. */
  private RecordCodec trained(NamespaceClient client) {
    Optimizer optimizer = client.optimizer();
    if (dryRun) {
      optimizer = new Optimizer(client.optimizer().config());
    }
    DictionaryTraining.train(client.documents(), optimizer, retrain);
    return optimizer;
  }

  private JsonValue report(String namespace, BulkOptimization.Progress result, long nanos) {
    if (!root.json) {
      root.console.say(
          "%s%s: %s of %s records %srewritten, payloads %s → %s (%s) in %s%s%s"
              .formatted(
                  dryRun ? "dry run, " : "",
                  namespace,
                  Units.count(result.rewritten()),
                  Units.count(result.done()),
                  dryRun ? "would be " : "",
                  Units.bytes(result.bytesBefore()),
                  Units.bytes(result.bytesAfter()),
                  Units.change(result.bytesBefore(), result.bytesAfter()),
                  Units.nanos(nanos),
                  result.contended() > 0
                      ? ", " + result.contended() + " left to other writers"
                      : "",
                  result.unreadable() > 0
                      ? ", "
                          + result.unreadable()
                          + " unreadable and left as they are (see cairn doctor)"
                      : ""));
    }
    List<JsonValue> savings = new ArrayList<>();
    Table table = new Table("USER", "BYTES BEFORE", "AFTER", "CHANGE");
    users.forEach(
        (name, saved) -> {
          table.row(
              name,
              Units.count(saved.originalBytes()),
              Units.count(saved.compressedBytes()),
              Units.change(saved.originalBytes(), saved.compressedBytes()));
          savings.add(
              JsonObject.builder()
                  .put("user", name)
                  .put("payloadBytesBefore", saved.originalBytes())
                  .put("payloadBytesAfter", saved.compressedBytes())
                  .build());
        });
    if (byUser && !root.json) {
      table.lines().forEach(root.console::data);
    }
    users.clear();
    return JsonObject.builder()
        .put("namespace", namespace)
        .put("users", new JsonArray(savings))
        .put("records", result.done())
        .put("rewritten", result.rewritten())
        .put("contended", result.contended())
        .put("unreadable", result.unreadable())
        .put("payloadBytesBefore", result.bytesBefore())
        .put("payloadBytesAfter", result.bytesAfter())
        .put("nanos", nanos)
        .build();
  }
}
