package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.context.AssembledContext;
import dev.cairn.context.ContextRequest;
import dev.cairn.context.FieldSelection;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.FactKey;
import dev.cairn.memory.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn context}. */
@Command(
    name = "context",
    description = {
      "Print what a prompt should know about a user, within a budget of tokens:",
      "pinned facts, then those worth most for each token by relevance to the query,",
      "importance, confidence and recency. What was left out is said on standard error."
    },
    mixinStandardHelpOptions = true)
final class ContextCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Parameters(index = "0", paramLabel = "USER", description = "Whom the prompt is about.")
  private String user;

  @Parameters(
      index = "1..*",
      paramLabel = "QUERY",
      description = "What the prompt is about; facts that share words with it come first.")
  private List<String> query = List.of();

  @Option(
      names = {"-b", "--budget"},
      paramLabel = "TOKENS",
      description = "How long it may be; context.budgetTokens unless given.")
  private @Nullable Integer budget;

  @Option(
      names = {"-r", "--renderer"},
      paramLabel = "NAME",
      description = "block, dense, lines, json, csv, or what a plugin brings.")
  private @Nullable String renderer;

  @Option(names = "--tokenizer", paramLabel = "NAME", description = "What counts tokens.")
  private @Nullable String tokenizer;

  @Option(
      names = {"-f", "--fields"},
      paramLabel = "NAMES",
      description = "all, core (category, key, value, date), or names separated by commas.")
  private @Nullable String fields;

  @Option(
      names = "--quotes",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = {
        "Quote the turns that the facts came from, in up to this share of the budget,",
        "such as 0.3; 0 unless given."
      })
  private double quotes;

  @Override
  public Integer call() {
    CairnConfig config = root.load().config();
    try (Cairn cairn = Cairn.open(config)) {
      AssembledContext context =
          cairn.context(
              request(cairn),
              renderer == null ? config.context().renderer() : renderer,
              tokenizer == null ? config.context().tokenizer() : tokenizer);
      if (root.json) {
        root.console.data(json(context));
      } else {
        print(context);
      }
      boolean unknown = context.rows().isEmpty() && context.omitted().isEmpty();
      return unknown ? FactsCommand.NOT_FOUND : 0;
    }
  }

  private ContextRequest request(Cairn cairn) {
    ContextRequest request = cairn.contextRequest(user).withQuotes(quotes);
    if (!query.isEmpty()) {
      request = request.withQuery(String.join(" ", query));
    }
    if (budget != null) {
      request = request.withBudget(budget);
    }
    return fields == null ? request : request.withFields(FieldSelection.parse(fields));
  }

  private void print(AssembledContext context) {
    context.text().lines().forEach(root.console::data);
    long omitted = context.omitted().stream().mapToLong(AssembledContext.Omitted::count).sum();
    if (context.rows().isEmpty() && omitted == 0) {
      root.console.say("There are no facts about this user.");
      return;
    }
    root.console.say(
        "%s of %s tokens (%s), %s of %s facts"
            .formatted(
                Units.count(context.tokens()),
                Units.count(context.budgetTokens()),
                context.tokenizer(),
                Units.count(context.rows().size()),
                Units.count(context.rows().size() + omitted)));
    if (omitted > 0) {
      root.console.say("Left out: " + leftOut(context));
    }
  }

  private static String leftOut(AssembledContext context) {
    List<String> parts = new ArrayList<>();
    for (AssembledContext.Omitted omitted : context.omitted()) {
      String why =
          switch (omitted.reason()) {
            case WORTH_LESS -> "worth less";
            case TOO_LONG -> "longer than the budget";
          };
      parts.add("%s %s (%s)".formatted(Units.count(omitted.count()), omitted.category(), why));
    }
    return String.join(", ", parts);
  }

  private JsonObject json(AssembledContext context) {
    List<JsonValue> rows = new ArrayList<>();
    for (FactKey key : context.rows()) {
      rows.add(JsonObject.builder().put("category", key.category()).put("key", key.key()).build());
    }
    List<JsonValue> omitted = new ArrayList<>();
    for (AssembledContext.Omitted left : context.omitted()) {
      omitted.add(
          JsonObject.builder()
              .put("category", left.category())
              .put("reason", left.reason().name())
              .put("count", left.count())
              .build());
    }
    return JsonObject.builder()
        .put("status", "ok")
        .put("user_id", user)
        .put("renderer", context.renderer())
        .put("tokenizer", context.tokenizer())
        .put("budget_tokens", context.budgetTokens())
        .put("tokens", context.tokens())
        .put("text", context.text())
        .put("rows", new JsonArray(rows))
        .put("quoted", JsonArray.ofStrings(context.quoted().stream().map(Turn::id).toList()))
        .put("omitted", new JsonArray(omitted))
        .build();
  }
}
