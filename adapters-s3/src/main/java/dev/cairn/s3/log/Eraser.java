package dev.cairn.s3.log;

import dev.cairn.store.Erased;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One erasure, up to the entry of the log that removes the records. Used once. */
final class Eraser {
  private final Committer committer;
  private final Replica replica;
  private final Payloads payloads;
  private final Deed.Erasure erasure;
  private final Map<RecordId, Version> shown = new HashMap<>();
  private Erased erased = new Erased(Map.of(), 0);

  Eraser(Committer committer, Replica replica, Payloads payloads, Deed.Erasure erasure) {
    this.committer = committer;
    this.replica = replica;
    this.payloads = payloads;
    this.erasure = erasure;
  }

  /**
   * Removes the records; whoever drives the log calls it.
   *
   * <p>If other processes write meanwhile, what they changed is shown too, and a record that they
   * removed has been shown in vain.
   */
  Erased run(Consumer<Record> witness) {
    boolean done = false;
    while (!done) {
      replica.catchUp();
      Map<RecordId, Entry> found = replica.read(this::entries);
      Map<RecordId, Entry> unseen = new TreeMap<>(found);
      unseen.entrySet().removeIf(entry -> isShown(entry.getKey(), entry.getValue()));
      for (Record record : payloads.load(List.copyOf(unseen.entrySet()))) {
        witness.accept(record);
        shown.put(record.id(), record.version());
      }
      boolean[] unchanged = {true};
      boolean committed =
          committer.commit(
              state -> {
                unchanged[0] =
                    entries(state).entrySet().stream()
                        .allMatch(entry -> isShown(entry.getKey(), entry.getValue()));
                erased = Erasing.of(state, erasure);
                return unchanged[0] && !erased.isNothing()
                    ? Optional.of(erasure)
                    : Optional.empty();
              });
      done = committed || unchanged[0];
    }
    return erased;
  }

  private boolean isShown(RecordId id, Entry entry) {
    return entry.version().equals(shown.get(id));
  }

  private Map<RecordId, Entry> entries(LogState state) {
    Map<RecordId, Entry> entries = new TreeMap<>();
    Erasing.idsOf(state, erasure)
        .forEach(
            id -> Optional.ofNullable(state.records().get(id)).ifPresent(e -> entries.put(id, e)));
    return entries;
  }
}
