package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.graph.GraphStatistics;
import dev.cairn.graph.Noun;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Stored;
import dev.cairn.search.Embedding;
import dev.cairn.store.Page;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn nouns …}. */
@Command(
    name = "nouns",
    description = "Keep what is known of persons, places and things, and find it by its fields.",
    mixinStandardHelpOptions = true)
final class NounsCommand implements Runnable {
  @ParentCommand private CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(
      name = "add",
      description = "Save a noun in place of the one with its id.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(index = "0", paramLabel = "TYPE", description = "Such as person.") String type,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "ID",
              description = "Its name among the nouns; a new one unless given.")
          @Nullable String id,
      @Option(names = "--text", paramLabel = "TEXT", description = "What it says.")
          @Nullable String text,
      @CommandLine.Mixin GivenMetadata metadata,
      @CommandLine.Mixin GivenVector vector) {
    Noun noun = id == null ? Noun.of(type) : Noun.of(id, type);
    noun = noun.withMetadata(metadata.object());
    noun = text == null ? noun : noun.withText(text);
    Optional<Embedding> embedding = vector.embedding();
    noun = embedding.isPresent() ? noun.withVector(embedding.get()) : noun;
    try (Cairn cairn = root.open()) {
      Stored<Noun> saved = cairn.graph().addNoun(noun);
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("version", saved.version().position())
                .put("noun", saved.item().toJson())
                .build());
      } else {
        root.console.say("saved %s %s as version %s".formatted(type, noun.id(), saved.version()));
      }
      return 0;
    }
  }

  @Command(name = "get", description = "Print a noun.", mixinStandardHelpOptions = true)
  int get(@Parameters(paramLabel = "ID", description = "Which noun.") String id) {
    try (Cairn cairn = root.open()) {
      Optional<Noun> found = cairn.graph().getNoun(id);
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
        "List nouns in order of id; those that meet a filter, if one is given, such as",
        "'type = \"person\" and (age >= 30 or tags contains \"vip\") and not exists deleted'."
      },
      mixinStandardHelpOptions = true)
  int list(@CommandLine.Mixin ListOptions options) {
    try (Cairn cairn = root.open()) {
      Page<Stored<Noun>> page =
          cairn.graph().searchNouns(options.filter(), options.after(), options.limit());
      if (root.json) {
        page.items().forEach(stored -> root.console.data(stored.item().toJson()));
      } else {
        Table table = new Table("ID", "TYPE", "TEXT", "METADATA");
        for (Stored<Noun> stored : page.items()) {
          Noun noun = stored.item();
          table.row(
              noun.id(),
              noun.type(),
              FactsCommand.shorten(noun.text().orElse("")),
              FactsCommand.shorten(noun.metadata()));
        }
        table.lines().forEach(root.console::data);
      }
      options.sayMore(root.console, "nouns", page);
      return 0;
    }
  }

  @Command(
      name = "delete",
      description = "Delete a noun; one that has verbs only together with them.",
      mixinStandardHelpOptions = true)
  int delete(
      @Parameters(paramLabel = "ID", description = "Which noun.") String id,
      @Option(names = "--with-verbs", description = "Also delete the verbs from it and to it.")
          boolean withVerbs) {
    try (Cairn cairn = root.open()) {
      OptionalLong verbs =
          withVerbs
              ? cairn.graph().deleteNounWithVerbs(id)
              : cairn.graph().deleteNoun(id) ? OptionalLong.of(0) : OptionalLong.empty();
      if (verbs.isEmpty()) {
        return notFound(id);
      }
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("done", "deleted")
                .put("verbs", verbs.getAsLong())
                .build());
      } else {
        root.console.say(
            withVerbs ? "deleted with " + Units.count(verbs.getAsLong()) + " verbs" : "deleted");
      }
      return 0;
    }
  }

  @Command(
      name = "import",
      description = {
        "Import nouns from JSONL, one a line as 'nouns get' prints it:",
        "{\"id\":…, \"type\":…, \"text\":…, \"metadata\":{…}}; only the type is needed."
      },
      mixinStandardHelpOptions = true)
  int importFile(@Parameters(paramLabel = "FILE", description = "What to import.") Path file) {
    try (Cairn cairn = root.open()) {
      long imported =
          new Lines<>(Noun::ofJson, Noun::id, nouns -> cairn.graph().addNouns(nouns))
              .importFrom(file, root.console);
      GraphStatistics statistics = cairn.graph().getStatistics();
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("imported", imported)
                .put("nounCount", statistics.nounCount())
                .build());
      } else {
        root.console.say(
            "imported %s nouns; there are %s"
                .formatted(Units.count(imported), Units.count(statistics.nounCount())));
      }
      return 0;
    }
  }

  private int notFound(String id) {
    root.console.fail(
        "There is no noun %s in namespace '%s'.".formatted(id, root.load().config().namespace()),
        root.json);
    return FactsCommand.NOT_FOUND;
  }
}
