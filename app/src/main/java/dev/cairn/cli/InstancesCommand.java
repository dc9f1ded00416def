package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.store.InstanceActivity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn instances}. */
@Command(
    name = "instances",
    description = "Show the processes that wrote to a shared store, the last one first.",
    mixinStandardHelpOptions = true)
final class InstancesCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Override
  public Integer call() {
    try (Cairn cairn = root.open()) {
      List<InstanceActivity> instances = SharedStores.of(cairn).instances().reversed();
      Table table = new Table("PROCESS", "INSTANCE", "COMMITS", "LAST SLOT", "LAST AT");
      for (InstanceActivity instance : instances) {
        if (root.json) {
          root.console.data(json(instance));
        }
        table.row(
            instance.process(),
            instance.name(),
            Long.toString(instance.commits()),
            Long.toString(instance.slot()),
            instance.at().toString());
      }
      if (!root.json) {
        table.lines().forEach(root.console::data);
      }
      return 0;
    }
  }

  private static JsonObject json(InstanceActivity instance) {
    return JsonObject.builder()
        .put("process", instance.process())
        .put("instance", instance.name())
        .put("commits", instance.commits())
        .put("lastSlot", instance.slot())
        .put("lastAt", instance.at().toString())
        .build();
  }
}
