package dev.cairn.importer.brainy;

import dev.cairn.graph.GraphStatistics;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.memory.Stored;
import dev.cairn.migration.GraphExporter;
import dev.cairn.search.Filter;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Writes what {@code backup()} returns. Its index is empty: {@code restore()} takes only the
 * settings from there and builds the index itself. Thread-safe.
 */
final class BackupWriter implements GraphExporter {
  private static final int PAGE = 500;

  /** The settings that every version wrote. */
  private static final String INDEX =
      "{\"entryPointId\":null,\"maxLevel\":0,\"dimension\":null,\"config\":{\"M\":16,\"efConstruction\":200,\"efSearch\":50,\"ml\":16},\"connections\":{}}";

  @Override
  public Exported write(KnowledgeGraph graph, OutputStream out, LongConsumer progress)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    Counter counter = new Counter(buffered, progress);
    put(buffered, "{\"nouns\":[");
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Noun>> page = graph.searchNouns(Filter.ALL, after, PAGE);
      for (Stored<Noun> noun : page.items()) {
        counter.element(noun(noun.item()));
      }
      after = page.next();
    } while (after.isPresent());
    long nouns = counter.next();
    put(buffered, "],\"verbs\":[");
    do {
      Page<Stored<Verb>> page = graph.searchVerbs(Filter.ALL, after, PAGE);
      for (Stored<Verb> verb : page.items()) {
        counter.element(verb(verb.item()));
      }
      after = page.next();
    } while (after.isPresent());
    long verbs = counter.next();
    GraphStatistics statistics = graph.getStatistics();
    put(buffered, "],\"nounTypes\":");
    put(buffered, strings(statistics.nounTypes().keySet().stream().toList()));
    put(buffered, ",\"verbTypes\":");
    put(buffered, strings(statistics.verbTypes().keySet().stream().toList()));
    put(buffered, ",\"hnswIndex\":" + INDEX + ",\"version\":\"1.0.0\"}\n");
    buffered.flush();
    return new Exported(nouns, verbs);
  }

  private static JsonObject noun(Noun noun) {
    JsonObject.Builder out = JsonObject.builder().put("id", noun.id());
    if (noun.vector().isPresent()) {
      out.put("vector", Vectors.write(noun.vector()));
    }
    return out.put("metadata", Nouns.metadata(noun)).build();
  }

  private static JsonObject verb(Verb verb) {
    JsonObject about = Verbs.metadata(verb).without("embedding");
    JsonObject.Builder out =
        JsonObject.builder().put("id", verb.id()).put("vector", Vectors.write(verb.vector()));
    for (int i = 0; i < about.size(); i++) {
      JsonValue value = about.value(i);
      if (!(value instanceof JsonNull)) {
        out.put(about.name(i), value);
      }
    }
    return out.build();
  }

  private static String strings(List<String> strings) {
    return JsonArray.ofStrings(strings).toString();
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the elements of one list after another. Not thread-safe. */
  private static final class Counter {
    private final OutputStream out;
    private final LongConsumer progress;
    private long before;
    private long count;

    Counter(OutputStream out, LongConsumer progress) {
      this.out = out;
      this.progress = progress;
    }

    void element(JsonObject element) throws IOException {
      if (count > 0) {
        out.write(',');
      }
      out.write(JsonWriter.writeBytes(element, JsonStyle.MINIFIED));
      count++;
      progress.accept(before + count);
    }

    /** Ends a list and says how long it was. */
    long next() {
      long length = count;
      before += count;
      count = 0;
      return length;
    }
  }
}
