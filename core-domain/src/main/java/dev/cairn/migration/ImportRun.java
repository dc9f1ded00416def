package dev.cairn.migration;

import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import java.util.List;
import java.util.function.LongConsumer;

/** One run of an importer into a client. Not thread-safe. */
final class ImportRun implements ImportTarget {
  private final Findings findings = new Findings();
  private final LongConsumer progress;
  private final ImportBatch<Fact> facts;
  private final ImportBatch<Episode> episodes;
  private final ImportBatch<Affinity> affinities;

  ImportRun(MemoryClient client, boolean saves, LongConsumer progress) {
    this.progress = progress;
    this.facts = new ImportBatch<>(new ImportedType.Facts(client), client, saves, findings);
    this.episodes = new ImportBatch<>(new ImportedType.Episodes(client), client, saves, findings);
    this.affinities =
        new ImportBatch<>(new ImportedType.Affinities(client), client, saves, findings);
  }

  @Override
  public void fact(Fact fact, String place) {
    facts.add(fact, place);
    tellProgress();
  }

  @Override
  public void episode(Episode episode, String place) {
    episodes.add(episode, place);
    tellProgress();
  }

  @Override
  public void affinity(Affinity affinity, String place) {
    affinities.add(affinity, place);
    tellProgress();
  }

  private void tellProgress() {
    progress.accept(facts.read() + episodes.read() + affinities.read());
  }

  @Override
  public void notice(ImportNotice notice) {
    findings.add(notice);
  }

  ImportReport finish() {
    List<ImportBatch<?>> batches = List.of(facts, episodes, affinities);
    batches.forEach(ImportBatch::flush);
    return new ImportReport(
        facts.read(),
        episodes.read(),
        affinities.read(),
        batches.stream().mapToLong(ImportBatch::added).sum(),
        batches.stream().mapToLong(ImportBatch::changed).sum(),
        batches.stream().mapToLong(ImportBatch::unchanged).sum(),
        findings.toList());
  }
}
