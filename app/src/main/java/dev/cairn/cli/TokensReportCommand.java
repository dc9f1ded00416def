package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.config.ConfigLoader;
import dev.cairn.context.TokenCounter;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.Stored;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn tokens report}. */
@Command(
    name = "report",
    description = {
      "Measure bytes and tokens of facts in each form: as json.dumps writes them, minified, after",
      "each stage of the pipeline, and in each format for prompts; how many fit into",
      "optimization.maxTokensPerContext; and, at a price, what they cost each month.",
      "Reads a file in any importable shape, or the store."
    },
    mixinStandardHelpOptions = true)
final class TokensReportCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @ParentCommand private TokensCommand parent;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Facts to measure.")
  private @Nullable Path file;

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      split = ",",
      description = "Which tokenizers; o200k-base and cl100k-base unless given.")
  private List<String> tokenizers = List.of("o200k-base", "cl100k-base");

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many facts at most; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Only the facts of this user.")
  private @Nullable String user;

  @Option(
      names = "--price",
      paramLabel = "AMOUNT",
      description = "What a million tokens cost, in any currency.")
  private @Nullable Double price;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many prompts a month; ${DEFAULT-VALUE} unless given.")
  private long requests;

  @Option(
      names = "--facts-per-request",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many facts each prompt carries; ${DEFAULT-VALUE} unless given.")
  private long factsPerRequest;

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Write a picture of tokens per fact to this file, as SVG.")
  private @Nullable Path chart;

  @Override
  public Integer call() {
    CairnCommand root = parent.root;
    List<TokenCounter> counters = tokenizers.stream().map(TokenReport::counter).toList();
    ConfigLoader.Loaded loaded = root.load();
    List<Fact> facts = file == null ? stored(loaded.config()) : imported(file);
    if (facts.isEmpty()) {
      throw new CommandFailure("There are no facts to measure. Name a file with facts.");
    }
    Optimizer optimizer = trainedOn(loaded.config().optimization(), facts);
    List<TokenReport.Row> rows = TokenReport.rows(facts, counters, optimizer);
    if (root.json) {
      root.console.data(json(rows));
    } else {
      print(rows, optimizer.config().maxTokensPerContext());
    }
    if (chart != null) {
      write(chart, rows);
    }
    return 0;
  }

  private List<Fact> stored(CairnConfig config) {
    List<Fact> facts = new ArrayList<>();
    try (Cairn cairn = Cairn.open(config)) {
      Optional<Cursor> after = Optional.empty();
      do {
        int left = Math.min(PAGE, limit - facts.size());
        Page<Stored<Fact>> page = cairn.pageFacts(Optional.ofNullable(user), after, left);
        page.items().forEach(stored -> facts.add(stored.item()));
        after = page.next();
      } while (after.isPresent() && facts.size() < limit);
    }
    return facts;
  }

  private List<Fact> imported(Path source) {
    List<Fact> facts =
        Importing.facts(source).stream()
            .filter(fact -> user == null || fact.userId().equals(user))
            .toList();
    return facts.subList(0, Math.min(limit, facts.size()));
  }

  private static Optimizer trainedOn(OptimizationConfig given, List<Fact> facts) {
    Optimizer optimizer =
        Optimizer.builder().config(given.enabled() ? given : OptimizationConfig.defaults()).build();
    optimizer.train("fact", facts.stream().map(Fact::document).toList());
    return optimizer;
  }

  private void print(List<TokenReport.Row> rows, int budget) {
    Console console = parent.root.console;
    TokenReport.Row baseline = rows.getFirst();
    console.say("%s facts; a dictionary trained on them".formatted(Units.count(baseline.facts())));
    List<String> header = new ArrayList<>(List.of("FORM", "BYTES/FACT"));
    for (String tokenizer : tokenizers) {
      header.add(tokenizer + "/FACT");
      header.add("CHANGE");
      header.add("FACTS IN " + Units.count(budget));
      if (price != null) {
        header.add("COST/MONTH");
      }
    }
    header.add("TOKENS");
    Table table = new Table(header.toArray(String[]::new));
    for (TokenReport.Row row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(row.form());
      cells.add(Units.decimal(row.bytesPerFact(), 1));
      for (int i = 0; i < tokenizers.size(); i++) {
        cells.add(row.isText() ? Units.decimal(row.tokensPerFact(i), 1) : "");
        cells.add(row.isText() ? Units.change(baseline.tokens().get(i), row.tokens().get(i)) : "");
        cells.add(row.isText() ? Units.count(row.fitting().get(i)) : "");
        if (price != null) {
          cells.add(row.isText() ? Units.decimal(costPerMonth(row.tokensPerFact(i)), 2) : "");
        }
      }
      cells.add(row.isText() ? Table.bar(row.tokensPerFact(0), baseline.tokensPerFact(0)) : "");
      table.row(cells.toArray(String[]::new));
    }
    table.lines().forEach(console::data);
    if (price != null) {
      console.say(
          "Cost: %s prompts a month with %s facts each, %s for a million tokens"
              .formatted(Units.count(requests), Units.count(factsPerRequest), price));
    }
  }

  private double costPerMonth(double tokensPerFact) {
    return tokensPerFact * factsPerRequest * requests * (price == null ? 0 : price) / 1e6;
  }

  private void write(Path file, List<TokenReport.Row> rows) {
    TokenReport.Row baseline = rows.getFirst();
    BarChart picture =
        new BarChart(
            "Tokens per fact",
            "%s facts, %s".formatted(Units.count(baseline.facts()), tokenizers.getFirst()));
    for (TokenReport.Row row : rows) {
      if (row.isText()) {
        String change =
            row.equals(baseline)
                ? ""
                : Units.change(baseline.tokens().getFirst(), row.tokens().getFirst());
        picture.bar(row.form(), row.tokensPerFact(0), change, row.isForPrompts());
      }
    }
    try {
      Files.writeString(file, picture.svg());
    } catch (IOException failed) {
      throw new CommandFailure(
          "The picture cannot be written to %s: %s. Name another file with --chart."
              .formatted(file, failed.getMessage()));
    }
    parent.root.console.say("Picture: " + file);
  }

  private JsonObject json(List<TokenReport.Row> rows) {
    List<JsonValue> forms = new ArrayList<>();
    for (TokenReport.Row row : rows) {
      JsonObject form = row.toJson().with("form", JsonValue.of(row.form()));
      if (price != null && row.isText()) {
        form = form.with("cost_per_month", JsonValue.of(costPerMonth(row.tokensPerFact(0))));
      }
      forms.add(form);
    }
    return JsonObject.builder()
        .put("status", "ok")
        .put("facts", rows.getFirst().facts())
        .put("tokenizers", JsonArray.ofStrings(tokenizers))
        .put("forms", new JsonArray(forms))
        .build();
  }
}
