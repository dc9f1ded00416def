package dev.cairn.cli;

import dev.cairn.Component;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexProvider;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn bench search}. */
@Command(
    name = "search",
    description = {
      "Tell how fast the configured vector index finds how much, beside an exact scan.",
      "The vectors are those of a file, or made up in clusters, which says less about yours."
    },
    mixinStandardHelpOptions = true)
final class BenchSearchCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final int IN_A_CLUSTER = 100;
  private static final int DIRECTIONS = 24;
  private static final float WIDTH = 0.12f;
  private static final float NOISE = 0.25f;
  private static final long LONGEST_WAIT = 120_000_000_000L;
  private static final long PAUSE = 50_000_000;

  @ParentCommand private BenchCommand parent;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description = "A vector a line, numbers with commas between them, with brackets or without.")
  private @Nullable Path file;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many vectors to make up; ${DEFAULT-VALUE} unless given.")
  private int count;

  @Option(
      names = "--dimensions",
      paramLabel = "D",
      defaultValue = "384",
      description = "Of vectors that are made up; ${DEFAULT-VALUE} unless given.")
  private int dimensions;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many of the vectors to search with instead of in; ${DEFAULT-VALUE} unless given.")
  private int queries;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "K",
      defaultValue = "10",
      description = "How many hits a search wants; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description = "The share of the nearest to find; that of the configuration unless given.")
  private @Nullable Double recall;

  /** What was measured of one index. */
  private record Figures(
      String name, double fillSeconds, long bytes, double recall, long[] sortedNanos) {
    double micros(double share) {
      int at = (int) Math.ceil(share * sortedNanos.length) - 1;
      return sortedNanos[Math.max(0, at)] / 1e3;
    }
  }

  @Override
  public Integer call() {
    List<float[]> vectors = file == null ? madeUp() : read(file);
    if (queries < 1 || vectors.size() < 2L * queries) {
      throw new CommandFailure(
          "%d queries need at least %d vectors, but there are %d. Give fewer with --queries."
              .formatted(queries, 2L * queries, vectors.size()));
    }
    Collections.shuffle(vectors, new Random(1));
    List<float[]> asked = vectors.subList(0, queries);
    List<float[]> kept = vectors.subList(queries, vectors.size());
    var search = parent.root.load().config().search();
    SearchHints hints = new SearchHints(recall == null ? search.recall() : recall);
    List<List<ScoredId>> truth = new ArrayList<>();
    Figures exact = measure(named("scan"), kept, asked, SearchHints.EXACT, truth, "exact scan");
    Figures index = measure(search.vector(), kept, asked, hints, truth, search.vector().type());
    report(kept.size(), vectors.getFirst().length, hints, List.of(index, exact));
    return 0;
  }

  private static Component named(String type) {
    return new Component(type, JsonObject.EMPTY);
  }

  private Figures measure(
      Component component,
      List<float[]> vectors,
      List<float[]> asked,
      SearchHints hints,
      List<List<ScoredId>> truth,
      String name) {
    VectorSpace space = new VectorSpace("bench", vectors.getFirst().length, Metric.COSINE);
    try (VectorIndex index =
        Providers.load("vector index", VectorIndexProvider.class)
            .named(component.type())
            .create(Settings.of("search.vector.config", component.config()))
            .create(space)) {
      long start = System.nanoTime();
      for (int i = 0; i < vectors.size(); i++) {
        index.put(Integer.toString(i), vectors.get(i));
      }
      while (!index.isSettled() && System.nanoTime() - start < LONGEST_WAIT) {
        LockSupport.parkNanos(PAUSE);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] nanos = new long[asked.size()];
      Arrays.fill(nanos, Long.MAX_VALUE);
      List<List<ScoredId>> found = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        found.clear();
        for (int i = 0; i < nanos.length; i++) {
          long begun = System.nanoTime();
          found.add(index.search(asked.get(i), limit, IdFilter.ALL, hints));
          nanos[i] = Math.min(nanos[i], System.nanoTime() - begun);
        }
      }
      if (truth.isEmpty()) {
        truth.addAll(found);
      }
      Arrays.sort(nanos);
      return new Figures(name, seconds, index.memory().total(), share(found, truth), nanos);
    }
  }

  private static double share(List<List<ScoredId>> found, List<List<ScoredId>> truth) {
    int there = 0;
    int hit = 0;
    for (int i = 0; i < truth.size(); i++) {
      Set<String> wanted = ids(truth.get(i));
      there += wanted.size();
      wanted.retainAll(ids(found.get(i)));
      hit += wanted.size();
    }
    return (double) hit / there;
  }

  private static Set<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).collect(Collectors.toCollection(HashSet::new));
  }

  /** In clusters that are wide in the same few directions, as embeddings of texts are. */
  private List<float[]> madeUp() {
    Random random = new Random(1);
    List<float[]> centres = gaussian(count / IN_A_CLUSTER + 1, random);
    List<float[]> directions = gaussian(DIRECTIONS, random);
    List<float[]> vectors = gaussian(count + queries, random);
    for (float[] vector : vectors) {
      float[] centre = centres.get(random.nextInt(centres.size()));
      for (int i = 0; i < vector.length; i++) {
        vector[i] = centre[i] + NOISE * vector[i];
      }
      for (float[] direction : directions) {
        float far = WIDTH * (float) random.nextGaussian();
        for (int i = 0; i < vector.length; i++) {
          vector[i] += far * direction[i];
        }
      }
    }
    return vectors;
  }

  private List<float[]> gaussian(int vectors, Random random) {
    List<float[]> all = new ArrayList<>(vectors);
    for (int n = 0; n < vectors; n++) {
      float[] vector = new float[dimensions];
      for (int i = 0; i < dimensions; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      all.add(vector);
    }
    return all;
  }

  private static List<float[]> read(Path path) {
    try (Stream<String> lines = Files.lines(path)) {
      List<float[]> vectors = new ArrayList<>();
      lines.filter(line -> !line.isBlank()).forEach(line -> vectors.add(vector(line, vectors)));
      return vectors;
    } catch (NoSuchFileException missing) {
      throw new CommandFailure("There is no file " + path + ".", missing);
    } catch (IOException | UncheckedIOException unreadable) {
      throw new CommandFailure(
          "The file " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static float[] vector(String line, List<float[]> before) {
    String[] parts = line.replaceAll("[\\[\\]\\s]", "").split(",", -1);
    if (!before.isEmpty() && before.getFirst().length != parts.length) {
      throw new CommandFailure(
          "Vector %d has %d numbers, but the first has %d."
              .formatted(before.size() + 1, parts.length, before.getFirst().length));
    }
    float[] vector = new float[parts.length];
    for (int i = 0; i < vector.length; i++) {
      try {
        vector[i] = Float.parseFloat(parts[i]);
      } catch (NumberFormatException notANumber) {
        throw new CommandFailure(
            "Number %d of vector %d is none.".formatted(i + 1, before.size() + 1), notANumber);
      }
    }
    return vector;
  }

  private void report(int vectors, int length, SearchHints hints, List<Figures> all) {
    Console console = parent.root.console;
    if (parent.root.json) {
      JsonArray indexes =
          new JsonArray(all.stream().<JsonValue>map(BenchSearchCommand::json).toList());
      console.data(
          JsonObject.builder()
              .put("status", "ok")
              .put("vectors", vectors)
              .put("dimensions", length)
              .put("queries", queries)
              .put("limit", limit)
              .put("wantedRecall", JsonNumber.of(hints.recall()))
              .put("indexes", indexes)
              .build());
      return;
    }
    console.say(
        "%s vectors of %d dimensions, %d queries for %d, recall %s wanted"
            .formatted(Units.count(vectors), length, queries, limit, hints.recall()));
    Table table = new Table("INDEX", "RECALL", "P50", "P95", "P99", "FILLED IN", "BYTES/VECTOR");
    for (Figures figures : all) {
      table.row(
          figures.name(),
          String.format(Locale.ROOT, "%.3f", figures.recall()),
          micros(figures, 0.5),
          micros(figures, 0.95),
          micros(figures, 0.99),
          String.format(Locale.ROOT, "%.1f s", figures.fillSeconds()),
          Units.count(figures.bytes() / vectors));
    }
    table.lines().forEach(console::data);
  }

  private static String micros(Figures figures, double share) {
    return String.format(Locale.ROOT, "%.0f us", figures.micros(share));
  }

  private static JsonObject json(Figures figures) {
    return JsonObject.builder()
        .put("index", figures.name())
        .put("recall", JsonNumber.of(figures.recall()))
        .put("p50Micros", JsonNumber.of(figures.micros(0.5)))
        .put("p95Micros", JsonNumber.of(figures.micros(0.95)))
        .put("p99Micros", JsonNumber.of(figures.micros(0.99)))
        .put("fillSeconds", JsonNumber.of(figures.fillSeconds()))
        .put("bytes", figures.bytes())
        .build();
  }
}
