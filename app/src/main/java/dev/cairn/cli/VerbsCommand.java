package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.graph.GraphStatistics;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Stored;
import dev.cairn.search.Embedding;
import dev.cairn.store.Page;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn verbs …}. */
@Command(
    name = "verbs",
    description = "Relate nouns with each other.",
    mixinStandardHelpOptions = true)
final class VerbsCommand implements Runnable {
  @ParentCommand private CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(
      name = "add",
      description = {
        "Save a verb that leads from one noun to another.",
        "Without --id there is one verb of a type between two nouns, and adding it again replaces it."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(index = "0", paramLabel = "SOURCE", description = "Where it starts from.")
          String source,
      @Parameters(index = "1", paramLabel = "TYPE", description = "Such as worksWith.") String type,
      @Parameters(index = "2", paramLabel = "TARGET", description = "Where it leads to.")
          String target,
      @Option(names = "--id", paramLabel = "ID", description = "Its name among the verbs.")
          @Nullable String id,
      @Option(
              names = "--weight",
              paramLabel = "W",
              defaultValue = "1",
              description = "0 or more; ${DEFAULT-VALUE} unless given.")
          double weight,
      @CommandLine.Mixin GivenMetadata metadata,
      @CommandLine.Mixin GivenVector vector) {
    Verb verb =
        id == null ? Verb.relation(source, type, target) : Verb.of(id, source, type, target);
    verb = verb.withWeight(weight).withMetadata(metadata.object());
    Optional<Embedding> embedding = vector.embedding();
    verb = embedding.isPresent() ? verb.withVector(embedding.get()) : verb;
    try (Cairn cairn = root.open()) {
      Stored<Verb> saved = cairn.graph().addVerb(verb);
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("version", saved.version().position())
                .put("verb", saved.item().toJson())
                .build());
      } else {
        root.console.say(
            "saved %s -%s→ %s, id %s, as version %s"
                .formatted(source, type, target, verb.id(), saved.version()));
      }
      return 0;
    }
  }

  @Command(name = "get", description = "Print a verb.", mixinStandardHelpOptions = true)
  int get(@Parameters(paramLabel = "ID", description = "Which verb.") String id) {
    try (Cairn cairn = root.open()) {
      Optional<Verb> found = cairn.graph().getVerb(id);
      if (found.isEmpty()) {
        return notFound(id);
      }
      root.console.data(found.get().toJson());
      return 0;
    }
  }

  @Command(
      name = "list",
      description = {
        "List verbs in order of id; those that meet a filter, if one is given, such as",
        "'type = \"worksWith\" and weight > 0.5'."
      },
      mixinStandardHelpOptions = true)
  int list(@CommandLine.Mixin ListOptions options) {
    try (Cairn cairn = root.open()) {
      Page<Stored<Verb>> page =
          cairn.graph().searchVerbs(options.filter(), options.after(), options.limit());
      if (root.json) {
        page.items().forEach(stored -> root.console.data(stored.item().toJson()));
      } else {
        Table table = new Table("SOURCE", "TYPE", "TARGET", "WEIGHT", "METADATA", "ID");
        for (Stored<Verb> stored : page.items()) {
          Verb verb = stored.item();
          table.row(
              verb.source(),
              verb.type(),
              verb.target(),
              GraphCommand.weight(verb.weight()),
              FactsCommand.shorten(verb.metadata()),
              verb.id());
        }
        table.lines().forEach(root.console::data);
      }
      options.sayMore(root.console, "verbs", page);
      return 0;
    }
  }

  @Command(name = "delete", description = "Delete a verb.", mixinStandardHelpOptions = true)
  int delete(@Parameters(paramLabel = "ID", description = "Which verb.") String id) {
    try (Cairn cairn = root.open()) {
      if (!cairn.graph().deleteVerb(id)) {
        return notFound(id);
      }
      if (root.json) {
        root.console.data(JsonObject.builder().put("status", "ok").put("done", "deleted").build());
      } else {
        root.console.say("deleted");
      }
      return 0;
    }
  }

  @Command(
      name = "import",
      description = {
        "Import verbs from JSONL, one a line as 'verbs get' prints it:",
        "{\"id\":…, \"type\":…, \"source\":…, \"target\":…, \"weight\":…, \"metadata\":{…}}."
      },
      mixinStandardHelpOptions = true)
  int importFile(@Parameters(paramLabel = "FILE", description = "What to import.") Path file) {
    try (Cairn cairn = root.open()) {
      long imported =
          new Lines<>(Verb::ofJson, Verb::id, verbs -> cairn.graph().addVerbs(verbs))
              .importFrom(file, root.console);
      GraphStatistics statistics = cairn.graph().getStatistics();
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("imported", imported)
                .put("verbCount", statistics.verbCount())
                .build());
      } else {
        root.console.say(
            "imported %s verbs; there are %s"
                .formatted(Units.count(imported), Units.count(statistics.verbCount())));
      }
      return 0;
    }
  }

  private int notFound(String id) {
    root.console.fail(
        "There is no verb %s in namespace '%s'.".formatted(id, root.load().config().namespace()),
        root.json);
    return FactsCommand.NOT_FOUND;
  }
}
