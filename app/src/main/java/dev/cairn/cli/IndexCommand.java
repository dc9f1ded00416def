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
      name = "publish",
      description = {
        "Keep the index of vectors in the shared store, beside the records.",
        "From their next start on, all processes search it there: they read what a search needs,"
            + " and",
        "what was written since. Do it again before as many changes were made as the store retains."
      },
      mixinStandardHelpOptions = true)
  int publish() {
    try (Cairn cairn = root.open()) {
      Search search = cairn.search();
      search.publish();
      long vectors = search.metrics().vectors();
      if (root.json) {
        root.console.data(JsonObject.builder().put("status", "ok").put("vectors", vectors).build());
      } else {
        root.console.say("published the index of %s vectors".formatted(Units.count(vectors)));
      }
      return 0;
    } catch (IllegalStateException cannot) {
      throw new CommandFailure(String.valueOf(cannot.getMessage()), cannot);
    }
  }

  @Command(
      name = "withdraw",
      description = {
        "Take the published index of vectors out of the shared store.",
        "Processes then build theirs from the records, in memory."
      },
      mixinStandardHelpOptions = true)
  int withdraw() {
    try (Cairn cairn = root.open()) {
      boolean wasThere = cairn.search().withdraw();
      if (root.json) {
        root.console.data(
            JsonObject.builder().put("status", "ok").put("withdrawn", wasThere).build());
      } else {
        root.console.say(wasThere ? "withdrew the published index" : "none was published");
      }
      return 0;
    } catch (IllegalStateException cannot) {
      throw new CommandFailure(String.valueOf(cannot.getMessage()), cannot);
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
