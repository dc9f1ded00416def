package dev.cairn.s3.log;

import dev.cairn.lock.Fence;
import dev.cairn.store.Attribution;
import dev.cairn.store.Change;
import dev.cairn.store.CommitResult;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out what batches do to a state, each on top of the ones before it. Used once. */
final class Planner {
  private final Directory records;
  private final Map<String, Long> tokensBefore;
  private final Version latest;
  private final Instant at;
  private final Map<RecordId, Optional<Entry>> overlay = new HashMap<>();
  private final List<Plan.Effect> effects = new ArrayList<>();
  private final Map<String, Long> tokens = new HashMap<>();

  /**
   * @param tokens of leases, the highest of each name
   */
  Planner(Directory records, Map<String, Long> tokens, Version latest, Instant at) {
    this.records = records;
    this.tokensBefore = tokens;
    this.latest = latest;
    this.at = at;
  }

  Plan plan(List<WriteBatch> batches) {
    List<Verdict> results = new ArrayList<>();
    List<Boolean> effective = new ArrayList<>();
    for (WriteBatch batch : batches) {
      int before = effects.size();
      Optional<Verdict> refusal = refusal(batch);
      boolean claims = refusal.isEmpty() && batch.fence().filter(this::claim).isPresent();
      results.add(refusal.orElseGet(() -> new Verdict.Told(commit(batch))));
      effective.add(claims || effects.size() > before);
    }
    return new Plan(results, effects, effective, tokens);
  }

  private Optional<Verdict> refusal(WriteBatch batch) {
    if (batch.fence().isPresent()) {
      Fence fence = batch.fence().get();
      long newest = newest(fence.name());
      if (newest > fence.token()) {
        return Optional.of(new Verdict.Overtaken(fence, newest));
      }
    }
    for (Write write : batch.writes()) {
      Version current = versionOf(current(write.id()));
      if (!write.expectation().holds(current)) {
        return Optional.of(
            new Verdict.Told(new CommitResult.Conflict(write.id(), write.expectation(), current)));
      }
    }
    return Optional.empty();
  }

  /** Whether the holder of the lease writes for the first time. */
  private boolean claim(Fence fence) {
    boolean first = newest(fence.name()) < fence.token();
    tokens.put(fence.name(), fence.token());
    return first;
  }

  private long newest(String lease) {
    return tokens.getOrDefault(lease, tokensBefore.getOrDefault(lease, 0L));
  }

  private CommitResult commit(WriteBatch batch) {
    List<Version> versions = new ArrayList<>(batch.writes().size());
    for (Write write : batch.writes()) {
      RecordId id = write.id();
      Entry before = current(id);
      if (before == null && write instanceof Write.Delete) {
        versions.add(Version.NONE);
        continue;
      }
      Version version = new Version(latest.position() + effects.size() + 1);
      Change.Type type = write instanceof Write.Put ? Change.Type.PUT : Change.Type.DELETE;
      Entry after = null;
      Attribution attribution = new Attribution(batch.author(), at);
      if (write instanceof Write.Put put) {
        after = new Entry(version, put.payload().size(), new Place.Here(put.payload()));
        attribution = put.attribution().orElse(attribution);
      }
      Change change =
          new Change(version, id, type, versionOf(before), attribution.author(), attribution.at());
      effects.add(new Plan.Effect(change, after));
      overlay.put(id, Optional.ofNullable(after));
      versions.add(version);
    }
    return new CommitResult.Committed(versions);
  }

  private @Nullable Entry current(RecordId id) {
    Optional<Entry> changed = overlay.get(id);
    return changed == null ? records.get(id) : changed.orElse(null);
  }

  private static Version versionOf(@Nullable Entry entry) {
    return entry == null ? Version.NONE : entry.version();
  }
}
