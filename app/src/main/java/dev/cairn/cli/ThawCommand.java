package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn thaw}. */
@Command(
    name = "thaw",
    description = "Let a store that was frozen take writes again.",
    mixinStandardHelpOptions = true)
final class ThawCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Override
  public Integer call() {
    String by = root.load().config().principal();
    try (Cairn cairn = root.open()) {
      SharedStores.freezable(cairn).thaw(by.isEmpty() ? System.getProperty("user.name", "") : by);
      if (root.json) {
        root.console.data(JsonObject.builder().put("status", "ok").build());
      } else {
        root.console.say("takes writes");
      }
      return 0;
    }
  }
}
