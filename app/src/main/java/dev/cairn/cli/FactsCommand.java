package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.ImportOptions;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.memory.Stored;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.ImportedVectors;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn facts …}. */
@Command(
    name = "facts",
    description = "Save, read, delete, import and export facts; look at their history.",
    mixinStandardHelpOptions = true,
    subcommands = {FactHistoryCommand.class, FactAsOfCommand.class, FactDiffCommand.class})
final class FactsCommand implements Runnable {
  static final int NOT_FOUND = 3;
  private static final int PAGE = 1_000;

  @ParentCommand CairnCommand root;

  /** Which fact. */
  static final class Identity {
    @Parameters(index = "0", paramLabel = "USER", description = "Whom the fact is about.")
    private String user;

    @Parameters(index = "1", paramLabel = "CATEGORY", description = "Such as preferences.")
    private String category;

    @Parameters(index = "2", paramLabel = "KEY", description = "Such as favorite_sport.")
    private String key;

    FactKey factKey() {
      return new FactKey(user, category, key);
    }
  }

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(name = "save", description = "Save a fact.", mixinStandardHelpOptions = true)
  int save(
      @CommandLine.Mixin Identity identity,
      @Parameters(
              index = "3",
              paramLabel = "VALUE",
              description = "JSON, or text that is taken as it is.")
          String value,
      @Option(names = "--importance", description = "0 to 1.") @Nullable Double importance,
      @Option(names = "--confidence", description = "0 to 1.") @Nullable Double confidence,
      @Option(names = "--source", description = "Where it came from.") @Nullable String source,
      @Option(names = "--tag", description = "A tag; may be repeated.")
          @Nullable List<String> tags) {
    FactKey key = identity.factKey();
    Fact.Builder fact =
        Fact.builder(key.userId(), key.category(), key.key())
            .field("value", GivenMetadata.jsonOrText(value));
    if (importance != null) {
      fact.importance(importance);
    }
    if (confidence != null) {
      fact.confidence(confidence);
    }
    if (source != null) {
      fact.source(source);
    }
    if (tags != null) {
      fact.field("tags", tags);
    }
    try (Cairn cairn = root.open()) {
      Stored<Fact> saved = cairn.saveFact(fact.build());
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("version", saved.version().position())
                .put("fact", saved.item().document())
                .build());
      } else {
        root.console.say(
            "saved %s/%s of %s as version %s%s"
                .formatted(
                    key.category(),
                    key.key(),
                    key.userId(),
                    saved.version(),
                    saved.item().isMerged()
                        ? ", merged from " + saved.item().occurrenceCount() + " facts"
                        : ""));
      }
      return 0;
    }
  }

  @Command(name = "get", description = "Print a fact.", mixinStandardHelpOptions = true)
  int get(
      @CommandLine.Mixin Identity identity,
      @Option(
              names = "--as-of",
              paramLabel = "TIME",
              description = "As it was known then, such as 2026-03-01T12:00:00Z.")
          @Nullable Instant asOf) {
    try (Cairn cairn = root.open()) {
      FactKey key = identity.factKey();
      Optional<Fact> found =
          asOf == null
              ? cairn.getFact(key.userId(), key.category(), key.key())
              : cairn.factAsOf(key, asOf);
      if (found.isEmpty()) {
        return notFound(key);
      }
      root.console.data(found.get().document());
      return 0;
    }
  }

  @Command(
      name = "pin",
      description = "Pin a fact: contexts take it first.",
      mixinStandardHelpOptions = true)
  int pin(@CommandLine.Mixin Identity identity) {
    return pinned(identity.factKey(), true);
  }

  @Command(name = "unpin", description = "Unpin a fact.", mixinStandardHelpOptions = true)
  int unpin(@CommandLine.Mixin Identity identity) {
    return pinned(identity.factKey(), false);
  }

  private int pinned(FactKey key, boolean pinned) {
    try (Cairn cairn = root.open()) {
      boolean found = pinned ? cairn.pin(key) : cairn.unpin(key);
      if (!found) {
        return notFound(key);
      }
      done(pinned ? "pinned" : "unpinned");
      return 0;
    }
  }

  @Command(name = "list", description = "List facts.", mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = {"-u", "--user"},
              paramLabel = "USER",
              description = "Only this user's facts.")
          @Nullable String user,
      @Option(
              names = {"-l", "--limit"},
              paramLabel = "N",
              defaultValue = "50",
              description = "How many at most; ${DEFAULT-VALUE} unless given.")
          int limit,
      @Option(names = "--after", paramLabel = "CURSOR", description = "Go on behind a page.")
          @Nullable String after) {
    try (Cairn cairn = root.open()) {
      Page<Stored<Fact>> page =
          cairn.pageFacts(
              Optional.ofNullable(user), Optional.ofNullable(after).map(Cursor::parse), limit);
      if (root.json) {
        page.items().forEach(stored -> root.console.data(stored.item().document()));
      } else {
        Table table = new Table("USER", "CATEGORY", "KEY", "VALUE");
        for (Stored<Fact> stored : page.items()) {
          Fact fact = stored.item();
          table.row(fact.userId(), fact.category(), fact.key(), shorten(fact.value()));
        }
        table.lines().forEach(root.console::data);
      }
      page.next()
          .ifPresent(next -> root.console.say("more: cairn facts list --after " + next.toToken()));
      return 0;
    }
  }

  static String shorten(JsonValue value) {
    return shorten(value instanceof JsonString string ? string.value() : value.toString());
  }

  static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= 60
        ? line
        : line.substring(0, line.offsetByCodePoints(0, 59)) + "…";
  }

  @Command(name = "delete", description = "Delete a fact.", mixinStandardHelpOptions = true)
  int delete(@CommandLine.Mixin Identity identity) {
    try (Cairn cairn = root.open()) {
      FactKey key = identity.factKey();
      if (!cairn.deleteFact(key.userId(), key.category(), key.key())) {
        return notFound(key);
      }
      done("deleted");
      return 0;
    }
  }

  @Command(
      name = "unmerge",
      description = "Take a merged fact apart; print the facts that were merged.",
      mixinStandardHelpOptions = true)
  int unmerge(@CommandLine.Mixin Identity identity) {
    try (Cairn cairn = root.open()) {
      List<Fact> facts = cairn.unmerge(identity.factKey());
      if (facts.isEmpty()) {
        return notFound(identity.factKey());
      }
      facts.forEach(fact -> root.console.data(fact.document()));
      return 0;
    }
  }

  @Command(
      name = "import",
      description = {
        "Import facts, episodes and affinity.",
        "Takes JSONL, JSON arrays and SQLite files of Cairn and LuminoraCore, shapes mixed.",
        "'cairn import' takes all that importers know."
      },
      mixinStandardHelpOptions = true)
  int importFile(
      @Parameters(paramLabel = "FILE", description = "What to import.") Path file,
      @Option(names = "--from", paramLabel = "NAME", description = "The importer to use.")
          @Nullable String from,
      @Option(names = "--dry-run", description = "Report only; save nothing.") boolean dryRun) {
    try (Cairn cairn = root.open();
        Progress progress = Progress.indefinite(root.console, "import")) {
      ImportOptions options =
          new ImportOptions(Optional.ofNullable(from), Map.of(), dryRun, ImportedVectors.KEEP);
      ImportReport report = cairn.importData(file, options, progress::count, notice -> {});
      progress.close();
      Importing.print(root.console, report, dryRun, root.json);
      return 0;
    }
  }

  @Command(
      name = "export",
      description = "Export facts as JSONL, one stored document a line.",
      mixinStandardHelpOptions = true)
  int export(
      @Option(
              names = {"-u", "--user"},
              paramLabel = "USER",
              description = "Only this user's facts.")
          @Nullable String user,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Where to; standard output unless given.")
          @Nullable Path output)
      throws IOException {
    try (Cairn cairn = root.open()) {
      long count;
      if (output == null) {
        count = export(cairn, user, root.console::data);
      } else {
        try (BufferedWriter writer = Files.newBufferedWriter(output, StandardCharsets.UTF_8)) {
          count =
              export(
                  cairn,
                  user,
                  line -> {
                    writer.write(line);
                    writer.write('\n');
                  });
        } catch (IOException failed) {
          throw new CommandFailure(
              "Cannot write %s: %s. Choose another file with --output."
                  .formatted(output, failed.getMessage()),
              failed);
        }
      }
      root.console.say("exported " + count + " facts");
      return 0;
    }
  }

  /** Takes lines, and may fail as files do. */
  private interface LineWriter {
    void write(String line) throws IOException;
  }

  private static long export(Cairn cairn, @Nullable String user, LineWriter writer)
      throws IOException {
    long count = 0;
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Fact>> page = cairn.pageFacts(Optional.ofNullable(user), after, PAGE);
      for (Stored<Fact> stored : page.items()) {
        writer.write(stored.item().storedDocument().toString());
        count++;
      }
      after = page.next();
    } while (after.isPresent());
    return count;
  }

  int notFound(FactKey key) {
    root.console.fail(
        "There is no fact %s/%s of %s in namespace '%s'."
            .formatted(key.category(), key.key(), key.userId(), root.load().config().namespace()),
        root.json);
    return NOT_FOUND;
  }

  private void done(String what) {
    if (root.json) {
      root.console.data(JsonObject.builder().put("status", "ok").put("done", what).build());
    } else {
      root.console.say(what);
    }
  }
}
