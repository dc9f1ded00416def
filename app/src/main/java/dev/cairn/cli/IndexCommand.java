package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.retrieval.Search;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn index}. */
@Command(
    name = "index",
    description = "Look at the indexes of the search, and make vectors of texts.",
    mixinStandardHelpOptions = true)
final class IndexCommand implements Runnable {
  @ParentCommand private CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(
      name = "status",
      description = "Tell what the indexes hold and have decided.",
      mixinStandardHelpOptions = true)
  int status() {
    try (Cairn cairn = root.open()) {
      Search search = cairn.search();
      List<String> lines = search.explain();
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("notEmbedded", search.notEmbedded())
                .put("explanation", String.join("\n", lines))
                .build());
      } else {
        lines.forEach(root.console::data);
      }
      return 0;
    }
  }

  @Command(
      name = "rebuild",
      description = {
        "Throw away the indexes that are kept between starts, and build them anew from the store.",
        "Never needed in theory: an index that does not fit is built anew by itself."
      },
      mixinStandardHelpOptions = true)
  int rebuild() {
    try (Cairn cairn = root.open()) {
      cairn.search().rebuild();
      long entries = cairn.getPerformanceMetrics().indexSize();
      if (root.json) {
        root.console.data(JsonObject.builder().put("status", "ok").put("entries", entries).build());
      } else {
        root.console.say("built the indexes of %s entries".formatted(Units.count(entries)));
      }
      return 0;
    }
  }

  @Command(
      name = "embed",
      description = {
        "Make vectors of all texts that have none of the configured model, and keep them.",
        "To go over to another model without a gap, run 'cairn reembed' instead.",
        "May be stopped at any time and run again."
      },
      mixinStandardHelpOptions = true)
  int embed() {
    try (Cairn cairn = root.open()) {
      Search search = cairn.search();
      long all = search.notEmbedded();
      try (Progress progress = Progress.of(root.console, "embed", all)) {
        search.embed(left -> progress.count(all - left));
      }
      if (root.json) {
        root.console.data(JsonObject.builder().put("status", "ok").put("embedded", all).build());
      } else {
        root.console.say("made vectors of %s texts".formatted(Units.count(all)));
      }
      return 0;
    }
  }
}
