package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.retrieval.Search;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchKind;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.retrieval.SearchResult;
import dev.cairn.search.Filter;
import dev.cairn.search.FusedHit;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn search}. */
@Command(
    name = "search",
    description = {
      "Find what is searchable by words, meaning, filter and relations, best first.",
      "Nouns are searchable; facts and turns if 'search.kinds' says so."
    },
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  private static final int SHOWN_TEXT = 80;

  @ParentCommand private CairnCommand root;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..1",
      description = "What to search for; may be left out with --vector.")
  private @Nullable String text;

  @CommandLine.Mixin private GivenVector near = new GivenVector();

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      description = "Only what meets this, such as 'type = \"person\" and age >= 30'.")
  private @Nullable String filter;

  @Option(
      names = {"-k", "--kind"},
      paramLabel = "KIND",
      split = ",",
      description = "Only noun, fact or turn.")
  private Set<SearchKind> kinds = EnumSet.allOf(SearchKind.class);

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Only facts and turns of this user.")
  private @Nullable String user;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many at most; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(
      names = "--hops",
      paramLabel = "N",
      defaultValue = "0",
      description = "Also nouns that are this many relations away from those found.")
  private int hops;

  @Option(names = "--explain", description = "Also what words, vectors and relations gave.")
  private boolean explain;

  @Option(
      names = "--why-not",
      paramLabel = "NOUN",
      description = "Instead of hits: why this noun is not among them, or where it is.")
  private @Nullable String whyNot;

  @Override
  public Integer call() {
    try (Cairn cairn = root.open()) {
      Search search = cairn.search();
      SearchRequest request = request();
      if (whyNot != null) {
        RecordId id = new RecordId(cairn.namespace(), SearchKind.NOUN.recordKind(), "", whyNot);
        search.whyNot(request, id).forEach(root.console::data);
        return 0;
      }
      SearchResult result = search.search(request);
      if (root.json) {
        result.hits().forEach(hit -> root.console.data(json(hit)));
      } else {
        print(result);
      }
      if (result.notEmbedded() > 0) {
        root.console.say(
            "%s texts have no vector yet and are found by words only; 'cairn index embed' makes them"
                .formatted(Units.count(result.notEmbedded())));
      }
      return 0;
    }
  }

  private SearchRequest request() {
    return new SearchRequest(
        Optional.ofNullable(text),
        near.embedding(),
        limit,
        kinds,
        Optional.ofNullable(user),
        filter == null ? Filter.ALL : Filter.parse(filter),
        SearchRequest.Weights.DEFAULT,
        hops);
  }

  private void print(SearchResult result) {
    Table table = new Table("SCORE", "KIND", "ID", "TEXT");
    for (SearchHit hit : result.hits()) {
      table.row(
          String.format(Locale.ROOT, "%.3f", hit.score()),
          hit.kind().recordKind(),
          id(hit),
          shorten(shown(hit)));
      if (explain) {
        hit.parts().forEach(part -> table.row("", "", part.source(), describe(part)));
      }
    }
    table.lines().forEach(root.console::data);
  }

  private static String describe(FusedHit.Part part) {
    return String.format(
        Locale.ROOT,
        "gives %.3f, as number %d with score %.4f",
        part.share(),
        part.rank(),
        part.score());
  }

  private static String id(SearchHit hit) {
    return hit.kind() == SearchKind.NOUN
        ? hit.id().id()
        : hit.id().partition() + " " + hit.id().id();
  }

  private static String shown(SearchHit hit) {
    String member = hit.kind() == SearchKind.FACT ? "value" : "text";
    return hit.fields()
        .find(member)
        .map(value -> value instanceof JsonString said ? said.value() : value.toString())
        .orElse("");
  }

  private static String shorten(String text) {
    String line = text.replace('\n', ' ');
    return line.codePointCount(0, line.length()) <= SHOWN_TEXT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN_TEXT - 1)) + "…";
  }

  private static JsonObject json(SearchHit hit) {
    List<JsonValue> parts = new ArrayList<>();
    for (FusedHit.Part part : hit.parts()) {
      parts.add(
          JsonObject.builder()
              .put("source", part.source())
              .put("rank", part.rank())
              .put("score", JsonNumber.of(part.score()))
              .put("share", JsonNumber.of(part.share()))
              .build());
    }
    return JsonObject.builder()
        .put("kind", hit.kind().recordKind())
        .put("partition", hit.id().partition())
        .put("id", hit.id().id())
        .put("score", JsonNumber.of(hit.score()))
        .put("parts", new JsonArray(parts))
        .put("fields", hit.fields())
        .build();
  }
}
