package dev.cairn.importer.luminoracore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.RandomFacts;
import dev.cairn.memory.Stored;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.MemoryImport;
import dev.cairn.store.Cursor;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Export, import, export: the two exports are the same file (P12). */
class RoundTripTest {
  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  private static List<String> export(MemoryClient client) {
    List<String> lines = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Fact>> page = client.pageFacts(Optional.empty(), after, 100);
      page.items().forEach(stored -> lines.add(stored.item().storedDocument().toString()));
      after = page.next();
    } while (after.isPresent());
    return lines;
  }

  private ImportReport importInto(MemoryClient client, List<String> lines) throws IOException {
    Path file = Files.write(folder.resolve("export.jsonl"), lines);
    return MemoryImport.into(client, read -> {}).run(new LuminoraCoreImporter(), file);
  }

  private void assertSurvives(MemoryClient source) throws IOException {
    List<String> exported = export(source);
    for (MemoryClient target :
        List.of(
            TestClients.replacing(new InMemoryRecordStore()),
            TestClients.merging(new InMemoryRecordStore()))) {
      ImportReport report = importInto(target, exported);

      assertThat(report.added()).isEqualTo(exported.size());
      assertThat(report.count(Kind.SKIPPED)).isZero();
      assertThat(export(target)).isEqualTo(exported);
      assertThat(importInto(target, exported).unchanged()).isEqualTo(exported.size());
      assertThat(export(target)).isEqualTo(exported);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void factsOfAnyShapeSurvive(long seed) throws IOException {
    MemoryClient source = TestClients.merging(new InMemoryRecordStore());
    source.saveFacts(new RandomFacts(seed).next(60));

    assertSurvives(source);
  }

  @Test
  void theFixturesFactsSurvive() throws IOException {
    MemoryClient source = TestClients.merging(new InMemoryRecordStore());
    MemoryImport.into(source, read -> {})
        .run(new LuminoraCoreImporter(), Collected.fixture(folder, "facts_2000.jsonl"));

    assertSurvives(source);
  }

  @Test
  void factsWithOddIdsSurvive() throws IOException {
    MemoryClient source = TestClients.replacing(new InMemoryRecordStore());
    for (String id :
        List.of("a/b", "~", ":", "line\nbreak", "\u2028", "😀", " ", "\ufeff", "a\\\"")) {
      source.saveFact(id, id, id, id);
      source.saveFact(id, "", "", null);
    }

    assertSurvives(source);
  }
}
