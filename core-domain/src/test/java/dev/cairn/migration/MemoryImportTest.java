package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.HookedRecordStore;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.RandomFacts;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.store.Change;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryImportTest {
  private static final Path SOURCE = Path.of("source");

  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final MemoryClient client = TestClients.replacing(store);
  private final List<Long> progress = new ArrayList<>();

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** An importer that hands over what a test says. */
  private record Scripted(Consumer<ImportTarget> script) implements MemoryImporter {
    @Override
    public boolean recognizes(Path source) {
      return true;
    }

    @Override
    public void read(Path source, ImportTarget target) {
      script.accept(target);
    }
  }

  private static Scripted facts(List<Fact> facts) {
    return new Scripted(
        target -> {
          for (int i = 0; i < facts.size(); i++) {
            target.fact(facts.get(i), "line " + (i + 1));
          }
        });
  }

  private static Scripted facts(Fact... facts) {
    return facts(List.of(facts));
  }

  private ImportReport run(MemoryImporter importer) {
    return MemoryImport.into(client, progress::add).run(importer, SOURCE);
  }

  private ImportReport dryRun(MemoryImporter importer) {
    return MemoryImport.dryRun(client, progress::add).run(importer, SOURCE);
  }

  private List<Change> changes() {
    return client.changes(Version.NONE, 10_000).changes();
  }

  @Test
  void itemsOfAllTypesAreSavedAndCounted() {
    Episode episode = Episode.of("u", "e", "t", "s");
    Affinity affinity = Affinity.of("u", "luna", 3);
    ImportReport report =
        run(
            new Scripted(
                target -> {
                  target.episode(episode, "1");
                  target.fact(Fact.of("u", "c", "k", 1), "2");
                  target.affinity(affinity, "3");
                  target.notice(new ImportNotice(Kind.SKIPPED, "4", "something else"));
                }));

    assertThat(report.facts()).isEqualTo(1);
    assertThat(report.episodes()).isEqualTo(1);
    assertThat(report.affinities()).isEqualTo(1);
    assertThat(report.added()).isEqualTo(3);
    assertThat(report.findings())
        .containsExactly(new ImportReport.Finding(Kind.SKIPPED, "something else", 1, List.of("4")));
    assertThat(client.getEpisode("u", "e")).contains(episode);
    assertThat(client.getAffinity("u", "luna")).contains(affinity);
    assertThat(client.getAllFacts("u")).hasSize(1);
    assertThat(progress).containsExactly(1L, 2L, 3L);
  }

  @Test
  void runningAgainWritesNothing() {
    Scripted source =
        new Scripted(
            target -> {
              target.fact(Fact.of("u", "c", "k", 1), "1");
              target.episode(Episode.of("u", "e", "t", "s"), "2");
            });
    run(source);
    int written = changes().size();

    ImportReport again = run(source);

    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(again.added() + again.changed()).isZero();
    assertThat(again.findings()).isEmpty();
    assertThat(changes()).hasSize(written);
  }

  @Test
  void whatTakesThePlaceOfAnotherIsTold() {
    client.saveFact("u", "c", "k", 0);
    client.saveEpisode(Episode.of("u", "e", "old", ""));
    Scripted source =
        new Scripted(
            target -> {
              target.fact(Fact.of("u", "c", "k", 1), "a");
              target.fact(Fact.of("u", "c", "k", 1), "b");
              target.fact(Fact.of("u", "c", "k", 2), "c");
              target.fact(Fact.of("u", "c", "new", 2), "d");
              target.episode(Episode.of("u", "e", "new", ""), "e");
              target.episode(Episode.of("u", "e", "newer", ""), "f");
            });

    ImportReport expected = dryRun(source);
    assertThat(client.getFact("u", "c", "k").orElseThrow().value()).isEqualTo(JsonValue.of(0));
    ImportReport report = run(source);

    assertThat(report).isEqualTo(expected);
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.changed()).isEqualTo(4);
    assertThat(report.unchanged()).isEqualTo(1);
    assertThat(report.count(Kind.CHANGED)).isEqualTo(4);
    assertThat(report.findings())
        .extracting(ImportReport.Finding::places)
        .containsExactly(List.of("a", "c"), List.of("e", "f"));
    assertThat(client.getFact("u", "c", "k").orElseThrow().value()).isEqualTo(JsonValue.of(2));
    assertThat(client.getEpisode("u", "e").flatMap(Episode::title)).contains("newer");
  }

  @Test
  void duplicatesAreMergedWhereTheClientMergesAndLoseNothing() {
    MemoryClient merging = TestClients.merging(store);
    Fact chat = Fact.of("u", "c", "k", 1).with("source", "chat");
    Fact web = Fact.of("u", "c", "k", 1).with("source", "web");

    ImportReport report =
        MemoryImport.into(merging, progress::add).run(facts(chat, web, chat), SOURCE);

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.changed()).isEqualTo(1);
    assertThat(report.unchanged()).isEqualTo(1);
    assertThat(report.findings()).isEmpty();
    assertThat(merging.getFact("u", "c", "k").orElseThrow().occurrences())
        .containsExactlyInAnyOrder(chat, web);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void importingGivesWhatSavingOneByOneGives(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(60);
    for (boolean merges : List.of(true, false)) {
      MemoryClient imported = client(merges);
      MemoryClient saved = client(merges);
      facts.subList(0, 10).forEach(imported::saveFact);
      facts.subList(0, 10).forEach(saved::saveFact);

      ImportReport expected =
          MemoryImport.dryRun(imported, progress::add).run(facts(facts), SOURCE);
      ImportReport report = MemoryImport.into(imported, progress::add).run(facts(facts), SOURCE);
      facts.forEach(saved::saveFact);

      assertThat(report).isEqualTo(expected);
      assertThat(report.added() + report.changed() + report.unchanged()).isEqualTo(60);
      assertThat(texts(imported)).isEqualTo(texts(saved));
    }
  }

  private static MemoryClient client(boolean merges) {
    InMemoryRecordStore own = new InMemoryRecordStore();
    return merges ? TestClients.merging(own) : TestClients.replacing(own);
  }

  private static List<String> texts(MemoryClient client) {
    List<Fact> facts = new ArrayList<>(client.getAllFacts("u"));
    facts.addAll(client.getAllFacts("42"));
    return facts.stream().map(fact -> fact.storedDocument().toString()).toList();
  }

  @Test
  void factsThatNoRecordCanHoldAreSkippedAndTheRestIsSaved() {
    ImportReport report =
        run(
            facts(
                Fact.of("u", "c", "x".repeat(5_000), 1),
                Fact.of("u", "c", "good", 1),
                Fact.of("u\u0000", "c", "k", 1)));

    assertThat(report.facts()).isEqualTo(1);
    assertThat(report.count(Kind.SKIPPED)).isEqualTo(2);
    assertThat(report.findings().getFirst().places()).containsExactly("line 1", "line 3");
    assertThat(client.getAllFacts("u")).hasSize(1);
  }

  @Test
  void noticesAreCountedTogetherAndTheFirstPlacesKept() {
    ImportReport report =
        run(
            new Scripted(
                target -> {
                  for (int i = 1; i <= 500; i++) {
                    target.notice(new ImportNotice(Kind.AMBIGUOUS, "line " + i, "same"));
                  }
                  target.notice(new ImportNotice(Kind.SKIPPED, "line 501", "same"));
                }));

    assertThat(report.findings())
        .containsExactly(
            new ImportReport.Finding(
                Kind.AMBIGUOUS, "same", 500, List.of("line 1", "line 2", "line 3")),
            new ImportReport.Finding(Kind.SKIPPED, "same", 1, List.of("line 501")));
    assertThat(report.count(Kind.AMBIGUOUS)).isEqualTo(500);
  }

  @Test
  void batchesAreAtomicAndThoseBeforeAFailureStay() {
    HookedRecordStore failing = new HookedRecordStore(store);
    MemoryClient target = TestClients.replacing(failing);
    List<Fact> facts =
        IntStream.range(0, 2 * MemoryImport.BATCH + 500)
            .mapToObj(i -> Fact.of("u", "c", "k" + i, i))
            .toList();
    failing.commitWith(
        batch -> {
          if (store.latest().position() >= MemoryImport.BATCH) {
            throw new StorageException("the disk is full");
          }
          return store.commit(batch);
        });

    assertThatThrownBy(() -> MemoryImport.into(target, progress::add).run(facts(facts), SOURCE))
        .isInstanceOf(StorageException.class);

    assertThat(client.getAllFacts("u")).hasSize(MemoryImport.BATCH);
    failing.commitWith(store::commit);
    ImportReport report = MemoryImport.into(target, progress::add).run(facts(facts), SOURCE);
    assertThat(report.unchanged()).isEqualTo(MemoryImport.BATCH);
    assertThat(client.getAllFacts("u")).hasSameSizeAs(facts);
  }

  @Test
  void aDryRunWritesNothing() {
    dryRun(facts(Fact.of("u", "c", "k", 1)));

    assertThat(store.latest()).isEqualTo(Version.NONE);
    assertThat(progress).containsExactly(1L);
  }
}
