package dev.cairn.cli;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.context.FieldSelection;
import dev.cairn.context.Rendering;
import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.memory.Fact;
import dev.cairn.optimization.Optimizer;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes and tokens of facts in each form that they take. */
final class TokenReport {
  static final String DEFAULT_COUNTER = "o200k-base";

  private TokenReport() {}

  /**
   * One form.
   *
   * @param bytes of all facts together, in UTF-8 where the form is text
   * @param tokens of all facts together, for each counter; empty if the form is not text
   * @param fitting how many of the facts, from the first on, fit into the context, for each counter
   * @param isForPrompts whether the form is a format for prompts
   */
  record Row(
      String form,
      long facts,
      long bytes,
      List<Long> tokens,
      List<Long> fitting,
      boolean isForPrompts) {
    boolean isText() {
      return !tokens.isEmpty();
    }

    double bytesPerFact() {
      return (double) bytes / facts;
    }

    double tokensPerFact(int counter) {
      return (double) tokens.get(counter) / facts;
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("bytes", bytes)
          .put("tokens", new JsonArray(tokens.stream().map(JsonValue::of).toList()))
          .put("fitting", new JsonArray(fitting.stream().map(JsonValue::of).toList()))
          .build();
    }
  }

  static TokenCounter counter(String name) {
    return Providers.load("token counter", TokenCounterProvider.class)
        .named(name)
        .create(Settings.EMPTY);
  }

  /**
   * @param optimizer whose stages are shown, and whose {@code maxTokensPerContext} is the budget
   */
  static List<Row> rows(List<Fact> facts, List<TokenCounter> counters, Optimizer optimizer) {
    int budget = optimizer.config().maxTokensPerContext();
    List<JsonObject> documents = facts.stream().map(Fact::document).toList();
    List<Row> rows = new ArrayList<>();
    rows.add(text("JSON as json.dumps writes it", documents, JsonStyle.SPACED, counters, budget));
    rows.add(text("JSON minified", documents, JsonStyle.MINIFIED, counters, budget));
    for (Optimizer.StageText stage : optimizer.textByStage("fact", documents)) {
      rows.add(row("+ " + stage.name(), stage.texts(), counters, budget));
    }
    for (ContextRendererProvider provider :
        Providers.load("renderer", ContextRendererProvider.class).all()) {
      ContextRenderer renderer = provider.create(Settings.EMPTY);
      rows.add(rendered(renderer, FieldSelection.ALL, facts, counters, budget));
      rows.add(rendered(renderer, FieldSelection.CORE, facts, counters, budget));
    }
    long stored = 0;
    for (JsonObject document : documents) {
      stored += optimizer.encode("fact", document).size();
    }
    rows.add(new Row("stored payload", facts.size(), stored, List.of(), List.of(), false));
    return rows;
  }

  private static Row text(
      String form,
      List<JsonObject> documents,
      JsonStyle style,
      List<TokenCounter> counters,
      int budget) {
    List<String> texts = documents.stream().map(d -> JsonWriter.write(d, style)).toList();
    return row(form, texts, counters, budget);
  }

  private static Row row(String form, List<String> texts, List<TokenCounter> counters, int budget) {
    long bytes = texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum();
    List<Long> tokens = new ArrayList<>();
    List<Long> fitting = new ArrayList<>();
    for (TokenCounter counter : counters) {
      long sum = 0;
      long fit = 0;
      for (String text : texts) {
        sum += counter.count(text);
        fit += sum <= budget ? 1 : 0;
      }
      tokens.add(sum);
      fitting.add(fit);
    }
    return new Row(form, texts.size(), bytes, tokens, fitting, false);
  }

  private static Row rendered(
      ContextRenderer renderer,
      FieldSelection fields,
      List<Fact> facts,
      List<TokenCounter> counters,
      int budget) {
    Rendering rendering = renderer.render(facts.stream().map(fields::select).toList());
    String text = rendering.text();
    List<Long> tokens = new ArrayList<>();
    List<Long> fitting = new ArrayList<>();
    for (TokenCounter counter : counters) {
      tokens.add((long) counter.count(text));
      fitting.add(fitting(rendering, counter, budget));
    }
    return new Row(
        renderer.name() + ", " + (fields.equals(FieldSelection.ALL) ? "all" : "core") + " fields",
        facts.size(),
        text.getBytes(StandardCharsets.UTF_8).length,
        tokens,
        fitting,
        true);
  }

  private static long fitting(Rendering rendering, TokenCounter counter, int budget) {
    long used = 0;
    long facts = 0;
    for (Rendering.Piece piece : rendering.pieces()) {
      used += counter.count(piece.text());
      if (used > budget) {
        return facts;
      }
      facts += piece.facts().size();
    }
    return facts;
  }
}
