package dev.cairn.cli;

import dev.cairn.Component;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.store.AccessRole;
import dev.cairn.store.RecordStoreProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn policy}. */
@Command(
    name = "policy",
    description = {
      "Print the least permissions that a process needs, for the storage that is configured.",
      "Nothing is opened or changed."
    },
    mixinStandardHelpOptions = true)
final class PolicyCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Parameters(
      paramLabel = "ROLE",
      description = "One of ${COMPLETION-CANDIDATES}: a janitor also compacts and erases.")
  private AccessRole role;

  @Override
  public Integer call() {
    Component storage = root.load().config().storage();
    RecordStoreProvider provider =
        Providers.load("storage", RecordStoreProvider.class).named(storage.type());
    JsonValue policy = provider.accessPolicy(Settings.of("storage.config", storage.config()), role);
    root.console.data(JsonWriter.write(policy, root.json ? JsonStyle.MINIFIED : JsonStyle.SPACED));
    return 0;
  }
}
