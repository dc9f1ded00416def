package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.graph.Noun;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchKind;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that are kept between starts. */
class SearchSnapshotTest {
  private static final VectorSpace SPACE = new VectorSpace("test", 8, Metric.COSINE);
  private static final int NOUNS = 600;

  @TempDir private Path folder;

  private CairnConfig config(String file) {
    return CairnConfig.builder()
        .storage(Component.of("sqlite", Map.of("file", folder.resolve(file).toString())))
        .search(SearchConfig.defaults().withKinds(SearchKind.NOUN, SearchKind.FACT))
        .build();
  }

  private static Noun noun(int i) {
    Random random = new Random(i);
    float[] vector = new float[SPACE.dimensions()];
    for (int n = 0; n < vector.length; n++) {
      vector[n] = (float) random.nextGaussian();
    }
    return Noun.of("n" + i, "thing")
        .withText("thing number" + i + " of colour" + i % 7)
        .withVector(Embedding.of(SPACE, vector));
  }

  private static void fill(Cairn cairn) {
    List<Noun> nouns = new ArrayList<>();
    for (int i = 0; i < NOUNS; i++) {
      nouns.add(noun(i));
    }
    cairn.graph().addNouns(nouns);
  }

  private static List<String> hits(Cairn cairn) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < NOUNS; i += 50) {
      SearchRequest request = SearchRequest.of(noun(i).vector().orElseThrow(), 1);
      cairn.search().search(request).hits().forEach(hit -> found.add(text(hit)));
      cairn.search("colour" + i % 7 + " number" + i, 5).forEach(hit -> found.add(text(hit)));
    }
    return found;
  }

  private static String text(SearchHit hit) {
    return "%s %.4f".formatted(hit.id(), hit.score());
  }

  private static String snapshotLine(Cairn cairn) {
    return cairn.search().explain().stream()
        .filter(line -> line.startsWith("snapshot:"))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files(String database) throws IOException {
    Path kept = folder.resolve(database + "-search");
    if (!Files.exists(kept)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kept)) {
      return files.toList();
    }
  }

  private List<String> filled(String database) {
    try (Cairn cairn = Cairn.open(config(database))) {
      fill(cairn);
      return hits(cairn);
    }
  }

  private static List<String> rebuilt(Cairn cairn) {
    cairn.search().rebuild();
    return hits(cairn);
  }

  @Test
  void findsTheSameAfterTheNextStart() throws IOException {
    List<String> before = filled("a.db");

    assertThat(files("a.db")).hasSize(1);
    try (Cairn again = Cairn.open(config("a.db"))) {
      assertThat(hits(again)).isEqualTo(before);
      assertThat(snapshotLine(again)).contains("restored");
    }
  }

  @Test
  void seesWhatWasWrittenSinceByAnyProcess() {
    filled("a.db");
    CairnConfig elsewhere =
        CairnConfig.builder()
            .storage(config("a.db").storage())
            .search(config("a.db").search().withoutSnapshots())
            .build();
    try (Cairn other = Cairn.open(elsewhere)) {
      other
          .graph()
          .addNoun(
              Noun.of("late", "thing")
                  .withText("comet")
                  .withVector(noun(50).vector().orElseThrow()));
      other.graph().deleteNoun("n100");
      other.graph().addNoun(Noun.of("n150", "thing").withText("changed into meteor"));
      other.saveFact("ana", "sky", "seen", "a nova");
    }

    try (Cairn again = Cairn.open(config("a.db"))) {
      List<String> found = hits(again);
      assertThat(snapshotLine(again)).contains("restored");
      assertThat(again.search("comet", 5)).hasSize(1);
      assertThat(again.search("meteor", 5)).hasSize(1);
      assertThat(again.search("nova", 5)).hasSize(1);
      assertThat(again.search("number150", 5)).isEmpty();
      assertThat(found).noneMatch(hit -> hit.contains("=n100,"));
      assertThat(found).isEqualTo(rebuilt(again));
    }
  }

  @Test
  void buildsAnewWhenAnyRegionIsDamaged() throws IOException {
    List<String> before = filled("a.db");
    Path file = files("a.db").getFirst();
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(11);
    List<Integer> places = new ArrayList<>(List.of(0, 4, 12, 30, 60, 90, 120, whole.length - 1));
    for (int region = 0; region < 8; region++) {
      places.add(region * (whole.length / 8) + random.nextInt(whole.length / 8));
    }
    for (int place : places) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x41;
      Files.write(file, damaged);
      assertRebuilt(before, "byte " + place);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRebuilt(before, "cut short");
    Files.write(file, new byte[0]);
    assertRebuilt(before, "empty");
  }

  private void assertRebuilt(List<String> expected, String what) {
    try (Cairn again = Cairn.open(config("a.db"))) {
      assertThat(again.search("number7", 1)).as(what).hasSize(1);
      assertThat(snapshotLine(again)).as(what).doesNotContain("restored");
      assertThat(hits(again)).as(what).isEqualTo(expected);
    }
  }

  @Test
  void doesNotUseASnapshotOfAnotherStore() throws IOException {
    filled("a.db");
    try (Cairn other = Cairn.open(config("b.db"))) {
      for (int i = 0; i < NOUNS; i++) {
        other.graph().addNoun(Noun.of("n" + i, "thing").withText("other" + i));
      }
      other.graph().addNoun(Noun.of("more", "thing").withText("more"));
    }
    Files.createDirectories(folder.resolve("b.db-search"));
    Path foreign = files("a.db").getFirst();
    Files.copy(
        foreign,
        folder.resolve("b.db-search").resolve(foreign.getFileName()),
        StandardCopyOption.REPLACE_EXISTING);

    try (Cairn other = Cairn.open(config("b.db"))) {
      assertThat(other.search("other17", 5)).hasSize(1);
      assertThat(other.search("number17", 5)).isEmpty();
    }
  }

  @Test
  void doesNotUseASnapshotOfALaterStateThatWasPutBack() throws IOException {
    filled("a.db");
    Path database = folder.resolve("a.db");
    byte[] early = Files.readAllBytes(database);
    try (Cairn cairn = Cairn.open(config("a.db"))) {
      for (int i = 0; i < 150; i++) {
        cairn.graph().addNoun(noun(1000 + i));
      }
      hits(cairn);
    }
    Files.write(database, early);
    Files.deleteIfExists(folder.resolve("a.db-wal"));
    Files.deleteIfExists(folder.resolve("a.db-shm"));

    try (Cairn cairn = Cairn.open(config("a.db"))) {
      for (int i = 0; i < 200; i++) {
        cairn.graph().addNoun(noun(2000 + i));
      }
      assertThat(cairn.search("number1003", 5)).isEmpty();
      assertThat(cairn.search("number2003", 5)).hasSize(1);
    }
  }

  @Test
  void keepsNothingOfWhatWasErased() throws IOException {
    try (Cairn cairn = Cairn.open(config("a.db"))) {
      fill(cairn);
      cairn.saveFact("ana", "secret", "word", "xylophone");
      assertThat(cairn.search("xylophone", 5)).hasSize(1);
    }
    assertThat(files("a.db")).hasSize(1);
    try (Cairn cairn = Cairn.open(config("a.db"))) {
      assertThat(cairn.search("xylophone", 5)).hasSize(1);
      cairn.erase("ana");
      assertThat(files("a.db")).isEmpty();
    }
    assertThat(files("a.db")).isEmpty();
    try (Cairn cairn = Cairn.open(config("a.db"))) {
      assertThat(cairn.search("xylophone", 5)).isEmpty();
    }
    assertThat(files("a.db")).hasSize(1);
    String kept =
        new String(Files.readAllBytes(files("a.db").getFirst()), StandardCharsets.ISO_8859_1);
    assertThat(kept).doesNotContain("xylophon").doesNotContain("ana\nsecret");
  }

  @Test
  void keepsNothingWhereNothingShallBeKept() throws IOException {
    CairnConfig config =
        CairnConfig.builder()
            .storage(config("a.db").storage())
            .search(SearchConfig.defaults().withoutSnapshots())
            .build();
    try (Cairn cairn = Cairn.open(config)) {
      fill(cairn);
      assertThat(hits(cairn)).isNotEmpty();
      assertThat(snapshotLine(cairn)).contains("not kept");
    }
    assertThat(files("a.db")).isEmpty();
  }
}
