package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.MigrationSource;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.live.Fence;
import dev.cairn.migration.live.MigrationState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate fence}. */
@Command(
    name = "fence",
    description = {
      "Keep the old writers out: a store of Cairn is frozen, at one place in its order of commits.",
      "Of a legacy store only tell that they are out; nobody checks that, so stop them first.",
      "With --policy, print the bucket policy that keeps them out; with --canary, see that it does."
    },
    mixinStandardHelpOptions = true)
final class MigrateFenceCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--policy",
      paramLabel = "ARN",
      description = "Print a policy that lets only this principal write, and change nothing.")
  private @Nullable String policy;

  @Option(
      names = "--advisory",
      description = "Do not freeze a store of Cairn: its writers are stopped already.")
  private boolean advisory;

  @Option(
      names = "--canary",
      description = "Try to write as an old writer does, which must be refused.")
  private boolean canary;

  @Option(
      names = "--canary-set",
      paramLabel = "NAME=VALUE",
      description = "How an old writer reaches the bucket, as --from-set.")
  private Map<String, String> canarySettings = new LinkedHashMap<>();

  @Override
  public Integer call() {
    CairnConfig config = migrate.root.load().config();
    try (Cairn cairn = Cairn.open(config)) {
      if (policy != null) {
        return print(cairn, config, policy);
      }
      MigrationState state =
          canary
              ? enforced(cairn, config)
              : migrate.with(
                  cairn,
                  config,
                  (migration, listener) ->
                      migration.fence(advisory ? new Fence.Advisory() : migration.usualFence()));
      return migrate.print(state);
    }
  }

  private int print(Cairn cairn, CairnConfig config, String arn) {
    JsonValue text =
        migrate.with(
            cairn,
            config,
            (migration, listener) ->
                MigrationSource.fencePolicy(
                    migrate.place(migration.status()),
                    migrate.fromSettings,
                    config.storage(),
                    arn,
                    migration.prefixes()));
    migrate.root.console.data(text);
    return 0;
  }

  private MigrationState enforced(Cairn cairn, CairnConfig config) {
    Map<String, String> settings = new LinkedHashMap<>(migrate.fromSettings);
    settings.putAll(canarySettings);
    try (MigrationSource writer =
        MigrationSource.open(
            migrate.place(cairn.migrationStatus()),
            settings,
            config,
            cairn.migrationStatus().map(MigrationState::format),
            Optional.empty())) {
      return migrate.with(
          cairn,
          config,
          (migration, listener) -> migration.fence(new Fence.Enforced(writer.objects())));
    }
  }
}
