package dev.cairn.migration;

import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One run of an importer. Saves facts in atomic batches, in the order of the source; running it
 * again gives the same result. Used once; not thread-safe.
 */
public final class MemoryImport implements ImportTarget {
  private static final int BATCH = 1_000;
  private static final int MAX_PLACES = 3;

  private final Optional<MemoryClient> client;
  private final LongConsumer progress;
  private final List<Fact> batch = new ArrayList<>(BATCH);
  private final Map<NoticeKey, Places> findings = new LinkedHashMap<>();
  private long facts;
  private long episodes;
  private long affinities;

  private record NoticeKey(ImportNotice.Kind kind, String message) {}

  private static final class Places {
    private long count;
    private final List<String> first = new ArrayList<>();
  }

  /**
   * @param client where to save; empty for a dry run
   * @param progress told the number of items read so far
   */
  public MemoryImport(Optional<MemoryClient> client, LongConsumer progress) {
    this.client = client;
    this.progress = progress;
  }

  /** Reads everything. */
  public ImportReport run(MemoryImporter importer, Path source) {
    importer.read(source, this);
    save();
    List<ImportReport.Finding> found = new ArrayList<>();
    findings.forEach(
        (key, places) ->
            found.add(
                new ImportReport.Finding(key.kind(), key.message(), places.count, places.first)));
    return new ImportReport(facts, episodes, affinities, found);
  }

  @Override
  public void fact(Fact fact) {
    facts++;
    batch.add(fact);
    if (batch.size() == BATCH) {
      save();
    }
    told();
  }

  private void save() {
    client.ifPresent(target -> target.saveFacts(batch));
    batch.clear();
  }

  @Override
  public void episode(Episode episode) {
    episodes++;
    client.ifPresent(target -> target.saveEpisode(episode));
    told();
  }

  @Override
  public void affinity(Affinity affinity) {
    affinities++;
    client.ifPresent(target -> target.saveAffinity(affinity));
    told();
  }

  private void told() {
    progress.accept(facts + episodes + affinities);
  }

  @Override
  public void notice(ImportNotice notice) {
    Places places =
        findings.computeIfAbsent(
            new NoticeKey(notice.kind(), notice.message()), key -> new Places());
    places.count++;
    if (places.first.size() < MAX_PLACES) {
      places.first.add(notice.place());
    }
  }
}
