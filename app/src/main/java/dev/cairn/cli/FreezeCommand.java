package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.Freezing;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn freeze}. */
@Command(
    name = "freeze",
    description = "Make every process that uses the store refuse writes, until 'cairn thaw'.",
    mixinStandardHelpOptions = true)
final class FreezeCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Override
  public Integer call() {
    String by = root.load().config().principal();
    try (Cairn cairn = root.open()) {
      FreezableStore store = SharedStores.freezable(cairn);
      store.freeze(by.isEmpty() ? System.getProperty("user.name", "") : by);
      Optional<Freezing> frozen = store.frozen();
      if (root.json) {
        JsonObject.Builder json = JsonObject.builder().put("status", "ok");
        frozen.ifPresent(
            freezing ->
                json.put("slot", freezing.slot())
                    .put("by", freezing.by())
                    .put("at", freezing.at().toString()));
        root.console.data(json.build());
      } else {
        frozen.ifPresent(
            freezing ->
                root.console.say(
                    "frozen since slot %d, at %s by '%s'"
                        .formatted(freezing.slot(), freezing.at(), freezing.by())));
      }
      return 0;
    }
  }
}
