package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.graph.Edge;
import dev.cairn.graph.GraphPath;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.PathMeasure;
import dev.cairn.graph.Reached;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Stored;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn graph …}. */
@Command(
    name = "graph",
    description = "Walk from noun to noun along verbs.",
    mixinStandardHelpOptions = true)
final class GraphCommand implements Runnable {
  private static final MathContext SHOWN_DIGITS = new MathContext(4);

  @ParentCommand private CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(
      name = "neighbours",
      aliases = "neighbors",
      description = "Print the nouns around a noun, the nearest first.",
      mixinStandardHelpOptions = true)
  int neighbours(
      @Parameters(paramLabel = "ID", description = "Which noun.") String id,
      @CommandLine.Mixin StepOptions options,
      @Option(
              names = "--depth",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many steps away at most; ${DEFAULT-VALUE} unless given.")
          int depth,
      @Option(
              names = {"-l", "--limit"},
              paramLabel = "N",
              defaultValue = "50",
              description = "How many nouns at most; ${DEFAULT-VALUE} unless given.")
          int limit) {
    try (Cairn cairn = root.open()) {
      KnowledgeGraph graph = cairn.graph();
      if (graph.getNoun(id).isEmpty()) {
        return noNoun(id);
      }
      List<Reached> reached = graph.traverse(id, options.steps(), depth, limit);
      List<Optional<Stored<Noun>>> nouns =
          graph.findNouns(reached.stream().map(Reached::noun).toList());
      Table table = new Table("DEPTH", "NOUN", "TYPE", "TEXT", "BY", "WEIGHT");
      for (int i = 0; i < reached.size(); i++) {
        Reached place = reached.get(i);
        Optional<Noun> noun = nouns.get(i).map(Stored::item);
        if (root.json) {
          root.console.data(json(place, noun));
        } else {
          table.row(
              Integer.toString(place.depth()),
              place.noun(),
              noun.map(Noun::type).orElse(""),
              FactsCommand.shorten(noun.flatMap(Noun::text).orElse("")),
              arrow(place.via()),
              weight(place.via().weight()));
        }
      }
      if (!root.json) {
        table.lines().forEach(root.console::data);
      }
      if (reached.size() == limit) {
        root.console.say("there may be more: raise --limit");
      }
      return 0;
    }
  }

  private static JsonObject json(Reached place, Optional<Noun> noun) {
    JsonObject.Builder json =
        JsonObject.builder().put("depth", place.depth()).put("noun", place.noun());
    noun.ifPresent(it -> json.put("type", it.type()));
    noun.flatMap(Noun::text).ifPresent(text -> json.put("text", text));
    return json.put("via", json(place.via())).build();
  }

  private static JsonObject json(Edge edge) {
    return JsonObject.builder()
        .put("verb", edge.verb())
        .put("type", edge.type())
        .put("source", edge.source())
        .put("target", edge.target())
        .put("weight", json(edge.weight()))
        .build();
  }

  private static String arrow(Edge edge) {
    return "%s -%s→ %s".formatted(edge.source(), edge.type(), edge.target());
  }

  /** As people read it. */
  static String weight(double weight) {
    return exact(BigDecimal.valueOf(weight).round(SHOWN_DIGITS));
  }

  /** A whole number without a fraction. */
  private static String exact(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static JsonValue json(double weight) {
    return new JsonNumber(exact(BigDecimal.valueOf(weight)));
  }

  @Command(
      name = "path",
      description = "Print a shortest path from one noun to another.",
      mixinStandardHelpOptions = true)
  int path(
      @Parameters(index = "0", paramLabel = "FROM", description = "Where it starts.") String from,
      @Parameters(index = "1", paramLabel = "TO", description = "Where it ends.") String to,
      @CommandLine.Mixin StepOptions options,
      @Option(
              names = "--by",
              paramLabel = "MEASURE",
              defaultValue = "hops",
              description =
                  "What is short: few hops, little weight, or much strength (the sum of 1/weight); ${DEFAULT-VALUE} unless given.")
          PathMeasure measure) {
    try (Cairn cairn = root.open()) {
      for (String end : List.of(from, to)) {
        if (cairn.graph().getNoun(end).isEmpty()) {
          return noNoun(end);
        }
      }
      Optional<GraphPath> path = cairn.graph().shortestPath(from, to, options.steps(), measure);
      if (path.isEmpty()) {
        root.console.fail("No path leads from %s to %s.".formatted(from, to), root.json);
        return FactsCommand.NOT_FOUND;
      }
      print(path.get(), measure);
      return 0;
    }
  }

  private void print(GraphPath path, PathMeasure measure) {
    if (root.json) {
      List<JsonValue> edges = new ArrayList<>();
      path.edges().forEach(edge -> edges.add(json(edge)));
      root.console.data(
          JsonObject.builder()
              .put("nouns", JsonArray.ofStrings(path.nouns()))
              .put("edges", new JsonArray(edges))
              .put("measure", measure.name().toLowerCase(Locale.ROOT))
              .put("length", json(path.length()))
              .build());
      return;
    }
    Table table = new Table("STEP", "NOUN", "BY", "WEIGHT");
    for (int i = 0; i < path.nouns().size(); i++) {
      boolean start = i == 0;
      table.row(
          Integer.toString(i),
          path.nouns().get(i),
          start ? "" : arrow(path.edges().get(i - 1)),
          start ? "" : weight(path.edges().get(i - 1).weight()));
    }
    table.lines().forEach(root.console::data);
    int steps = path.edges().size();
    root.console.say(
        "%d %s, length %s".formatted(steps, steps == 1 ? "step" : "steps", weight(path.length())));
  }

  private int noNoun(String id) {
    root.console.fail(
        "There is no noun %s in namespace '%s'.".formatted(id, root.load().config().namespace()),
        root.json);
    return FactsCommand.NOT_FOUND;
  }
}
