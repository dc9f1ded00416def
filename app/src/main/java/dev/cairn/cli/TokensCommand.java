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

/** {@code cairn tokens}. */
@Command(
    name = "tokens",
    description = {
      "Measure bytes and tokens of facts in each form: as json.dumps writes them, minified, and after",
      "each stage of the pipeline; and how many fit into optimization.maxTokensPerContext.",
      "Reads a file in any importable shape, or the store."
    },
    mixinStandardHelpOptions = true)
final class TokensCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @ParentCommand private CairnCommand root;

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

  @Override
  public Integer call() {
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
    return 0;
  }

  private List<Fact> stored(CairnConfig config) {
    List<Fact> facts = new ArrayList<>();
    try (Cairn cairn = Cairn.open(config)) {
      Optional<Cursor> after = Optional.empty();
      do {
        int left = Math.min(PAGE, limit - facts.size());
        Page<Stored<Fact>> page = cairn.pageFacts(Optional.empty(), after, left);
        page.items().forEach(stored -> facts.add(stored.item()));
        after = page.next();
      } while (after.isPresent() && facts.size() < limit);
    }
    return facts;
  }

  private List<Fact> imported(Path source) {
    List<Fact> facts = Importing.facts(source);
    return facts.subList(0, Math.min(limit, facts.size()));
  }

  private static Optimizer trainedOn(OptimizationConfig given, List<Fact> facts) {
    Optimizer optimizer =
        Optimizer.builder().config(given.enabled() ? given : OptimizationConfig.defaults()).build();
    optimizer.train("fact", facts.stream().map(Fact::document).toList());
    return optimizer;
  }

  private void print(List<TokenReport.Row> rows, int budget) {
    TokenReport.Row baseline = rows.getFirst();
    root.console.say(
        "%s facts; a dictionary trained on them".formatted(Units.count(baseline.facts())));
    List<String> header = new ArrayList<>(List.of("FORM", "BYTES/FACT", "CHANGE"));
    for (String tokenizer : tokenizers) {
      header.add(tokenizer + " TOKENS/FACT");
      header.add("CHANGE");
      header.add("FACTS IN " + Units.count(budget));
    }
    Table table = new Table(header.toArray(String[]::new));
    for (TokenReport.Row row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(row.form());
      cells.add(Units.decimal(row.bytesPerFact(), 1));
      cells.add(Units.change(baseline.bytes(), row.bytes()));
      for (int i = 0; i < tokenizers.size(); i++) {
        cells.add(row.isText() ? Units.decimal(row.tokensPerFact(i), 1) : "");
        cells.add(row.isText() ? Units.change(baseline.tokens().get(i), row.tokens().get(i)) : "");
      }
      table.row(cells.toArray(String[]::new));
    }
    table.lines().forEach(root.console::data);
  }

  private JsonObject json(List<TokenReport.Row> rows) {
    List<JsonValue> forms = new ArrayList<>();
    for (TokenReport.Row row : rows) {
      forms.add(row.toJson().with("form", JsonValue.of(row.form())));
    }
    return JsonObject.builder()
        .put("status", "ok")
        .put("facts", rows.getFirst().facts())
        .put("tokenizers", JsonArray.ofStrings(tokenizers))
        .put("forms", new JsonArray(forms))
        .build();
  }
}
