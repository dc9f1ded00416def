package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.json.JsonObject;
import dev.cairn.retrieval.Search;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn reembed}. */
@Command(
    name = "reembed",
    description = {
      "Make vectors of all texts with another model, beside those that are there.",
      "Processes that use the old model go on finding by meaning until they are switched over.",
      "May be stopped at any time and run again. Vectors that nouns were given are left alone."
    },
    mixinStandardHelpOptions = true)
final class ReembedCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Option(
      names = "--to",
      paramLabel = "MODEL",
      required = true,
      description = "Such as minilm or bge-small.")
  private String model;

  @Option(
      names = "--drop-others",
      description = "Then delete the vectors of all other models, when every text has one of this.")
  private boolean dropOthers;

  @Override
  public Integer call() {
    CairnConfig config = root.load().config();
    boolean isSwitched = config.search().embedding().type().equals(model);
    if (dropOthers && !isSwitched) {
      throw new CommandFailure(
          "The configuration says 'search.embedding: %s', whose vectors would be deleted. Set it to %s first, wherever this store is searched."
              .formatted(config.search().embedding().type(), model));
    }
    CairnConfig target =
        isSwitched ? config : config.withSearch(config.search().withEmbedding(model));
    try (Cairn cairn = Cairn.open(target)) {
      Search search = cairn.search();
      long all = search.notEmbedded();
      try (Progress progress = Progress.of(root.console, "reembed", all)) {
        search.embed(left -> progress.count(all - left));
      }
      long left = search.notEmbedded();
      if (left > 0) {
        root.console.say(
            "%s texts were written meanwhile and have no vector yet; run this again"
                .formatted(Units.count(left)));
        return 1;
      }
      long dropped = dropOthers ? drop(search) : 0;
      report(all, dropped, isSwitched);
      return 0;
    }
  }

  private long drop(Search search) {
    try (Progress progress = Progress.indefinite(root.console, "delete")) {
      return search.deleteVectorsOfOtherModels(progress::count);
    }
  }

  private void report(long made, long dropped, boolean isSwitched) {
    if (root.json) {
      root.console.data(
          JsonObject.builder()
              .put("status", "ok")
              .put("embedded", made)
              .put("dropped", dropped)
              .build());
      return;
    }
    root.console.say(
        "made vectors of %s texts with %s; every text has one now"
            .formatted(Units.count(made), model));
    if (dropOthers) {
      root.console.say("deleted %s vectors of other models".formatted(Units.count(dropped)));
    } else if (!isSwitched) {
      root.console.say(
          "set 'search.embedding: %s' wherever this store is searched, then run this again with --drop-others"
              .formatted(model));
    }
  }
}
