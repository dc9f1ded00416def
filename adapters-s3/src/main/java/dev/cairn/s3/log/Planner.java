package dev.cairn.s3.log;

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
  private final Map<RecordId, Entry> records;
  private final Version latest;
  private final Instant at;
  private final Map<RecordId, Optional<Entry>> overlay = new HashMap<>();
  private final List<Plan.Effect> effects = new ArrayList<>();

  Planner(Map<RecordId, Entry> records, Version latest, Instant at) {
    this.records = records;
    this.latest = latest;
    this.at = at;
  }

  Plan plan(List<WriteBatch> batches) {
    List<CommitResult> results = new ArrayList<>();
    List<Boolean> effective = new ArrayList<>();
    for (WriteBatch batch : batches) {
      Optional<CommitResult> conflict = conflict(batch);
      int before = effects.size();
      results.add(conflict.orElseGet(() -> commit(batch)));
      effective.add(effects.size() > before);
    }
    return new Plan(results, effects, effective);
  }

  private Optional<CommitResult> conflict(WriteBatch batch) {
    for (Write write : batch.writes()) {
      Version current = versionOf(current(write.id()));
      if (!write.expectation().holds(current)) {
        return Optional.of(new CommitResult.Conflict(write.id(), write.expectation(), current));
      }
    }
    return Optional.empty();
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
