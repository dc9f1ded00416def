package dev.cairn.benchmarks;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Draws facts like those of the demo: their shapes, categories, sources and tags; but other users,
 * keys, times and numbers, and values of which about a third of the words are others, so that
 * hardly any value occurs twice. Not thread-safe.
 */
public final class FactGenerator {
  private static final String FACTS = "/dev/cairn/demo/facts_2000.jsonl";
  private static final double OTHER_WORD = 0.35;
  private static final int FACTS_PER_USER = 500;

  private final SplittableRandom random;
  private final List<JsonObject> originals = new ArrayList<>();
  private final Map<String, List<String>> words = new HashMap<>();
  private final List<String> users = new ArrayList<>();

  /**
   * @param count how many facts will be drawn, which decides how many users there are
   */
  public FactGenerator(long seed, int count) {
    random = new SplittableRandom(seed);
    for (Fact fact : demoFacts()) {
      originals.add(fact.document());
      if (fact.value() instanceof JsonString text) {
        words
            .computeIfAbsent(fact.category(), category -> new ArrayList<>())
            .addAll(List.of(text.value().split(" ")));
      }
    }
    for (int i = 0; i < Math.max(1, count / FACTS_PER_USER); i++) {
      users.add("usr_%08x".formatted(random.nextInt()));
    }
  }

  /** The facts of the demo. */
  public static List<Fact> demoFacts() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FactGenerator.class.getResourceAsStream(FACTS)),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(Fact::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Fact> draw(int count) {
    List<Fact> facts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      facts.add(next(i));
    }
    return facts;
  }

  private Fact next(int number) {
    JsonObject original = originals.get(random.nextInt(originals.size()));
    JsonObject.Builder fact = original.toBuilder();
    String category = ((JsonString) original.find("category").orElseThrow()).value();
    String key = ((JsonString) original.find("key").orElseThrow()).value();
    fact.put("user_id", users.get(Math.min(users.size() - 1, number / FACTS_PER_USER)));
    fact.put("key", key + "_" + number);
    fact.put("value", vary(original.find("value").orElseThrow(), category));
    fact.put("importance", JsonValue.of(random.nextInt(1, 101) / 100.0));
    fact.put("confidence", JsonValue.of(random.nextInt(60, 101) / 100.0));
    Instant time = Instant.ofEpochSecond(random.nextLong(1_688_000_000L, 1_765_000_000L));
    fact.put("timestamp", time.toString());
    return Fact.ofDocument(fact.build());
  }

  private JsonValue vary(JsonValue value, String category) {
    if (!(value instanceof JsonString text)) {
      return value;
    }
    List<String> pool = words.get(category);
    String[] varied = text.value().split(" ");
    for (int i = 0; i < varied.length; i++) {
      if (pool != null && random.nextDouble() < OTHER_WORD) {
        varied[i] = pool.get(random.nextInt(pool.size()));
      }
    }
    return new JsonString(String.join(" ", varied));
  }
}
