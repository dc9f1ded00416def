package dev.cairn.importer.brainy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.LegacyImport;
import dev.cairn.migration.MemoryImport;
import dev.cairn.migration.legacy.BrainyDump;
import dev.cairn.migration.legacy.InMemoryObjects;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.InMemoryRecordStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bucket that several versions opened, one after another, and that is larger than a page. */
final class MixedStoreTest {
  private static final int NOUNS = 2_500;
  private static final List<String> NOUN_LAYOUTS =
      List.of(
          "default/x.json",
          "person/x.json",
          "nouns/x.json",
          "entities/nouns/vectors/x.json",
          "branches/main/entities/nouns/xx/xx/vectors.json");
  private static final List<List<String>> VERB_LAYOUTS =
      List.of(
          List.of("verbs/x.json"),
          List.of("verbs/x.json", "verb-metadata/x.json"),
          List.of("entities/verbs/vectors/x.json"),
          List.of("branches/main/entities/verbs/xx/xx/vectors.json"));

  private final MemoryClient client = TestClients.replacing(new InMemoryRecordStore());
  private final KnowledgeGraph graph = new KnowledgeGraph(client.documents());
  private final Map<String, byte[]> bodies = new LinkedHashMap<>();

  private static Noun noun(int i) {
    VectorSpace space = new VectorSpace("brainy-3", 3, Metric.COSINE);
    return Noun.of("noun-" + i, "person")
        .withText("text " + i)
        .withVector(Embedding.of(space, new float[] {i + 1, 0.1f, 1f / (i + 1)}))
        .with("noun", "person")
        .with("text", "text " + i)
        .with("i", i);
  }

  private static Verb verb(int i) {
    return Verb.of("verb-" + i, "noun-" + i, "knows", "noun-" + (i * 31 % NOUNS))
        .withWeight(i % 10 / 10.0)
        .with("i", i);
  }

  private void fill() {
    BrainyFormat format = new BrainyFormat();
    for (int i = 0; i < NOUNS; i++) {
      List<String> nounLayout = List.of(NOUN_LAYOUTS.get(i % NOUN_LAYOUTS.size()));
      bodies.putAll(format.write(noun(i), nounLayout).orElseThrow());
      List<String> verbLayout = VERB_LAYOUTS.get(i % VERB_LAYOUTS.size());
      bodies.putAll(format.write(verb(i), verbLayout).orElseThrow());
    }
    for (int i = 0; i < 1_500; i++) {
      bodies.put("change-log/%d-a.json".formatted(i), new byte[] {'{', '}'});
      bodies.put(
          "entities/nouns/metadata/__metadata_index__i_%d_chunk0.json".formatted(i),
          new byte[] {'{', '}'});
    }
    bodies.put("logo.png", new byte[] {1});
  }

  private ImportReport run(InMemoryObjects objects) {
    return MemoryImport.into(client, read -> {})
        .run(target -> LegacyImport.read(new BrainyFormat(), objects, target));
  }

  @Test
  void allOfAllLayoutsIsReadOnceAndNothingIsWritten() {
    fill();
    InMemoryObjects objects = new InMemoryObjects(bodies);
    long itemObjects =
        bodies.keySet().stream()
            .filter(key -> !key.contains("__") && !key.startsWith("change-log"))
            .count();

    ImportReport report = run(objects);

    assertThat(report.nouns()).isEqualTo(NOUNS);
    assertThat(report.verbs()).isEqualTo(NOUNS);
    assertThat(report.added()).isEqualTo(2 * NOUNS);
    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(ImportNotice.Kind.SKIPPED);
              assertThat(finding.places()).containsExactly("logo.png");
            });
    for (int i = 0; i < NOUNS; i += 7) {
      assertThat(graph.getNoun("noun-" + i)).contains(noun(i));
      assertThat(graph.getVerb("verb-" + i)).contains(verb(i));
    }
    assertThat(graph.audit()).isEmpty();
    assertThat(objects.changes()).isZero();
    assertThat(objects.reads()).isLessThan((long) (1.01 * itemObjects) + 50);
  }

  @Test
  void secondTimeSavesOnlyWhatChangedInBetween() {
    fill();
    run(new InMemoryObjects(bodies));
    bodies.putAll(
        new BrainyFormat()
            .write(noun(0).with("i", "new"), List.of("default/x.json"))
            .orElseThrow());
    bodies.put(
        "nouns/late.json", "{\"id\":\"late\",\"vector\":[1]}".getBytes(StandardCharsets.UTF_8));

    ImportReport report = run(new InMemoryObjects(bodies));

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.changed()).isEqualTo(1);
    assertThat(report.unchanged()).isEqualTo(2 * NOUNS - 1);
  }

  @Test
  void realStoresOfSeveralVersionsInOneBucketAreReadAsTheLatest() {
    for (String version : BrainyDump.VERSIONS) {
      bodies.putAll(BrainyDump.ofBucket(version).objects());
    }
    InMemoryObjects objects = new InMemoryObjects(bodies);

    ImportReport report = run(objects);

    assertThat(report.nouns()).isEqualTo(20);
    assertThat(report.count(ImportNotice.Kind.SKIPPED)).isZero();
    assertThat(objects.changes()).isZero();
    InMemoryRecordStore other = new InMemoryRecordStore();
    MemoryClient latest = TestClients.replacing(other);
    MemoryImport.into(latest, read -> {})
        .run(
            target ->
                LegacyImport.read(
                    new BrainyFormat(),
                    new InMemoryObjects(BrainyDump.ofBucket("1.1.1").objects()),
                    target));
    KnowledgeGraph alone = new KnowledgeGraph(latest.documents());
    for (int i = 0; i < 20; i++) {
      String id = "doc-%03d".formatted(i);
      assertThat(graph.getNoun(id)).isEqualTo(alone.getNoun(id)).isPresent();
    }
  }
}
