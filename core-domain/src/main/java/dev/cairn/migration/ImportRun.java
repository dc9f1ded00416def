package dev.cairn.migration;

import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One run of an importer into a client. Not thread-safe. */
final class ImportRun implements ImportTarget {
  private final Findings findings = new Findings();
  private final NoticeBoard notices;
  private final LongConsumer progress;
  private final ImportBatch<Fact> facts;
  private final ImportBatch<Episode> episodes;
  private final ImportBatch<Affinity> affinities;
  private final ImportedGraph graph;

  ImportRun(
      MemoryClient client,
      boolean saves,
      ImportedVectors vectors,
      LongConsumer progress,
      Consumer<ImportNotice> listener) {
    this.progress = progress;
    this.notices =
        notice -> {
          findings.add(notice);
          listener.accept(notice);
        };
    this.graph = new ImportedGraph(new KnowledgeGraph(client.documents()), saves, vectors, notices);
    this.facts = new ImportBatch<>(new ImportedType.Facts(client), client, saves, notices);
    this.episodes = new ImportBatch<>(new ImportedType.Episodes(client), client, saves, notices);
    this.affinities =
        new ImportBatch<>(new ImportedType.Affinities(client), client, saves, notices);
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

  @Override
  public void noun(Noun noun, String place) {
    graph.add(noun, place);
    tellProgress();
  }

  @Override
  public void verb(Verb verb, String place) {
    graph.add(verb, place);
    tellProgress();
  }

  private void tellProgress() {
    progress.accept(facts.read() + episodes.read() + affinities.read() + graph.read());
  }

  @Override
  public void notice(ImportNotice notice) {
    notices.add(notice);
  }

  ImportReport finish() {
    List<ImportBatch<?>> batches = List.of(facts, episodes, affinities);
    batches.forEach(ImportBatch::flush);
    graph.flush();
    GraphItems<Noun> nouns = graph.nouns();
    GraphItems<Verb> verbs = graph.verbs();
    return new ImportReport(
        facts.read(),
        episodes.read(),
        affinities.read(),
        nouns.read(),
        verbs.read(),
        batches.stream().mapToLong(ImportBatch::added).sum() + nouns.added() + verbs.added(),
        batches.stream().mapToLong(ImportBatch::changed).sum() + nouns.changed() + verbs.changed(),
        batches.stream().mapToLong(ImportBatch::unchanged).sum()
            + nouns.unchanged()
            + verbs.unchanged(),
        findings.toList());
  }
}
