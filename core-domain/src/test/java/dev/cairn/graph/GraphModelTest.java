package dev.cairn.graph;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.memory.TestClients;
import dev.cairn.search.Embedding;
import dev.cairn.store.InMemoryRecordStore;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes of a graph and of two plain maps lead to the same; a failing seed is in the test's
 * name.
 */
class GraphModelTest {
  private static final int NOUNS = 12;
  private static final int STEPS = 150;
  private static final List<String> TYPES = List.of("a", "b", "a/b", "~");

  private final KnowledgeGraph graph =
      new KnowledgeGraph(TestClients.replacing(new InMemoryRecordStore()).documents());
  private final Map<String, Noun> nouns = new TreeMap<>();
  private final Map<String, Verb> verbs = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void graphIsWhatItsChangesMakeIt(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      change(random);
    }

    assertThat(graph.audit()).isEmpty();
    nouns.values().forEach(noun -> assertThat(graph.getNoun(noun.id())).contains(noun));
    verbs.values().forEach(verb -> assertThat(graph.getVerb(verb.id())).contains(verb));
    assertThat(graph.getStatistics().nounCount()).isEqualTo(nouns.size());
    assertThat(graph.getStatistics().verbCount()).isEqualTo(verbs.size());
    for (int i = 0; i < 20; i++) {
      walk(random);
    }
  }

  private void change(Random random) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        List<Noun> some =
            IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> noun(random, i * 4 + random.nextInt(4)))
                .toList();
        graph.addNouns(some);
        some.forEach(noun -> nouns.put(noun.id(), noun));
      }
      case 3 -> {
        String id = "n/" + random.nextInt(NOUNS);
        boolean free = verbs.values().stream().noneMatch(verb -> touches(verb, id));
        assertThat(attempt(() -> graph.deleteNoun(id)))
            .isEqualTo(free ? Optional.of(nouns.containsKey(id)) : Optional.empty());
        if (free) {
          nouns.remove(id);
        }
      }
      case 4 -> {
        String id = "n/" + random.nextInt(NOUNS);
        graph.deleteNounWithVerbs(id);
        nouns.remove(id);
        verbs.values().removeIf(verb -> touches(verb, id));
      }
      case 5 -> {
        String id = "v" + random.nextInt(20);
        assertThat(graph.deleteVerb(id)).isEqualTo(verbs.remove(id) != null);
      }
      default -> {
        Verb verb = verb(random);
        boolean possible = nouns.containsKey(verb.source()) && nouns.containsKey(verb.target());
        assertThat(attempt(() -> graph.addVerb(verb)).isPresent()).isEqualTo(possible);
        if (possible) {
          verbs.put(verb.id(), verb);
        }
      }
    }
  }

  private interface Attempt<T> {
    T run();
  }

  private static <T> Optional<T> attempt(Attempt<T> call) {
    try {
      return Optional.of(call.run());
    } catch (InvalidGraphException refused) {
      return Optional.empty();
    }
  }

  private static boolean touches(Verb verb, String noun) {
    return verb.source().equals(noun) || verb.target().equals(noun);
  }

  private static Noun noun(Random random, int number) {
    Noun noun =
        Noun.of("n/" + number, TYPES.get(random.nextInt(TYPES.size())))
            .with("x", random.nextInt(3));
    return random.nextBoolean() ? noun : noun.withVector(vector(random));
  }

  private static Embedding vector(Random random) {
    return KnowledgeGraphContract.vector(1, random.nextInt(3), 0);
  }

  private static Verb verb(Random random) {
    Verb verb =
        Verb.of(
                "v" + random.nextInt(20),
                "n/" + random.nextInt(NOUNS),
                TYPES.get(random.nextInt(TYPES.size())),
                "n/" + random.nextInt(NOUNS))
            .withWeight(random.nextInt(4));
    return random.nextBoolean() ? verb : verb.withVector(vector(random));
  }

  private void walk(Random random) {
    String from = "n/" + random.nextInt(NOUNS);
    String to = "n/" + random.nextInt(NOUNS);
    Direction direction = Direction.values()[random.nextInt(3)];
    String type = TYPES.get(random.nextInt(TYPES.size()));
    Steps any = Steps.of(direction).ofWeight(random.nextInt(2));
    Steps steps = random.nextBoolean() ? any : any.ofTypes(type, "a");

    Map<String, Integer> depths = depths(from, steps);
    assertThat(
            graph.traverse(from, steps, 99, 99).stream()
                .collect(toMap(Reached::noun, Reached::depth)))
        .isEqualTo(depths);
    boolean there = nouns.containsKey(from) && nouns.containsKey(to);
    Integer hops = from.equals(to) ? Integer.valueOf(0) : depths.get(to);
    Optional<GraphPath> path = graph.shortestPath(from, to, steps);
    assertThat(path.map(found -> found.edges().size()))
        .isEqualTo(there ? Optional.ofNullable(hops) : Optional.empty());
    path.ifPresent(found -> assertWalkable(found, steps));
    Optional<GraphPath> light = graph.shortestPath(from, to, steps, PathMeasure.WEIGHT);
    assertThat(light.map(GraphPath::length))
        .isEqualTo(there ? Optional.ofNullable(lengths(from, steps).get(to)) : Optional.empty());
    light.ifPresent(found -> assertWalkable(found, steps));
  }

  private void assertWalkable(GraphPath path, Steps steps) {
    for (int i = 0; i < path.edges().size(); i++) {
      Edge edge = path.edges().get(i);
      assertThat(verbs.get(edge.verb()).edge()).isEqualTo(edge);
      assertThat(ends(edge, path.nouns().get(i), steps)).contains(path.nouns().get(i + 1));
    }
  }

  private static Set<String> ends(Edge edge, String from, Steps steps) {
    Set<String> ends = new HashSet<>();
    boolean allowed =
        edge.weight() >= steps.minWeight()
            && (steps.types().isEmpty() || steps.types().contains(edge.type()));
    if (allowed && steps.direction() != Direction.IN && edge.source().equals(from)) {
      ends.add(edge.target());
    }
    if (allowed && steps.direction() != Direction.OUT && edge.target().equals(from)) {
      ends.add(edge.source());
    }
    return ends;
  }

  private Map<String, Integer> depths(String from, Steps steps) {
    Map<String, Integer> depths = new HashMap<>(Map.of(from, 0));
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      String at = open.remove();
      for (Verb verb : verbs.values()) {
        for (String end : ends(verb.edge(), at, steps)) {
          if (depths.putIfAbsent(end, depths.getOrDefault(at, 0) + 1) == null) {
            open.add(end);
          }
        }
      }
    }
    depths.remove(from);
    return depths;
  }

  /** Bellman and Ford's algorithm. */
  private Map<String, Double> lengths(String from, Steps steps) {
    Map<String, Double> lengths = new HashMap<>(Map.of(from, 0.0));
    List<Verb> all = verbs.values().stream().sorted(Comparator.comparing(Verb::id)).toList();
    for (int round = 0; round <= NOUNS; round++) {
      for (Verb verb : all) {
        for (String at : Set.copyOf(lengths.keySet())) {
          for (String end : ends(verb.edge(), at, steps)) {
            lengths.merge(end, lengths.getOrDefault(at, 0.0) + verb.weight(), Math::min);
          }
        }
      }
    }
    return lengths;
  }
}
