package dev.cairn.migration.live;

import dev.cairn.document.DocumentStore;
import dev.cairn.graph.InvalidGraphException;
import dev.cairn.lock.Lease;
import dev.cairn.store.CommitResult;
import dev.cairn.store.LeaseLostException;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A migration at work: its state, and the only way to change it. Each commit expects the state that
 * the last one made, so that of two that work at once one is refused whole. Not thread-safe.
 */
class Work {
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  private final Sink sink;
  private final Journal journal;
  private final Sizes sizes;
  private final InstantSource clock;
  private final MigrationListener listener;
  private final Optional<Lease> lease;
  private final Map<RecordId, Write> kept = new LinkedHashMap<>();
  private MigrationState state;
  private Version version;
  private Instant renewed;
  private boolean held;

  Work(
      Sink sink,
      Journal journal,
      Sizes sizes,
      InstantSource clock,
      MigrationListener listener,
      Optional<Lease> lease,
      MigrationState state,
      Version version) {
    this.sink = sink;
    this.journal = journal;
    this.sizes = sizes;
    this.clock = clock;
    this.listener = listener;
    this.lease = lease;
    this.state = state;
    this.version = version;
    this.renewed = clock.instant();
  }

  MigrationState state() {
    return state;
  }

  DocumentStore documents() {
    return sink.documents();
  }

  Journal journal() {
    return journal;
  }

  Sizes sizes() {
    return sizes;
  }

  InstantSource clock() {
    return clock;
  }

  String author() {
    return documents().author().instance();
  }

  MigrationState.Step step(Phase phase, String note) {
    return new MigrationState.Step(phase, clock.instant(), author(), note);
  }

  /**
   * Ends the pass that is under way.
   *
   * @param clean whether it found nothing to copy
   * @param note what the journal says then, with a place for the number of the pass
   * @return whether it is clean and no fence came up meanwhile
   */
  boolean finishPass(boolean clean, String note) {
    Pass pass = state.pass().at(Pass.Stage.NONE);
    MigrationState next = state.with(pass);
    if (clean) {
      next = next.clean(pass.number(), pass.fenced());
      if (state.phase() == Phase.COPYING) {
        next = next.to(step(Phase.SYNCED, note.formatted(pass.number())));
      }
    } else if (state.phase() == Phase.SYNCED) {
      next = next.to(step(Phase.COPYING, "pass %d found changes".formatted(pass.number())));
    }
    commit(next);
    return clean && pass.fenced() == !state.fence().isEmpty();
  }

  void tell(String work, long done, long total) {
    keepLease();
    listener.progress(work, done, total);
  }

  /**
   * Renews the lease if that is due, as during long reading.
   *
   * @throws MigrationException if it was lost
   */
  void keepLease() {
    if (clock.instant().isAfter(renewed.plus(RENEWAL))) {
      renew();
    }
  }

  private void renew() {
    renewed = clock.instant();
    if (lease.isPresent() && !lease.get().renew()) {
      throw leaseLost();
    }
  }

  /** Commits a state alone. */
  void commit(MigrationState next) {
    commit(next, List.of(), List.of(), List.of());
  }

  /**
   * Commits a state, contents and other records in one batch.
   *
   * @throws Superseded if the state is not the one that this work knows
   */
  void commit(
      MigrationState next, List<Content> put, Collection<String> removed, List<Write> beside) {
    if (!offer(next, put, removed, beside)) {
      throw new Superseded();
    }
  }

  /**
   * Commits a state and other records in one batch, unless one of these is not as it is expected.
   *
   * @return whether it was
   * @throws Superseded if the state is not the one that this work knows
   */
  boolean offer(MigrationState next, List<Write> beside) {
    return offer(next, List.of(), List.of(), beside);
  }

  private boolean offer(
      MigrationState next, List<Content> put, Collection<String> removed, List<Write> beside) {
    if (held) {
      if (!put.isEmpty() || !removed.isEmpty()) {
        throw new IllegalStateException("No content can be written while the target is frozen.");
      }
      beside.forEach(write -> kept.put(write.id(), write));
      state = next;
      return true;
    }
    renew();
    List<Write> writes = new ArrayList<>(beside);
    Write own = journal.state(next, version);
    writes.add(own);
    return switch (apply(put, removed, writes)) {
      case CommitResult.Committed committed -> {
        state = next;
        version = committed.versions().getLast();
        yield true;
      }
      case CommitResult.Conflict conflict -> {
        if (conflict.id().equals(own.id())) {
          throw new Superseded();
        }
        yield false;
      }
      case CommitResult.Unknown unknown ->
          throw new StorageException(
              "It is not known whether the last step of the migration was committed: %s. Run it again to go on; nothing is lost."
                  .formatted(unknown.reason()));
    };
  }

  private CommitResult apply(List<Content> put, Collection<String> removed, List<Write> writes) {
    try {
      return sink.apply(put, removed, writes, lease.map(Lease::fence));
    } catch (LeaseLostException lost) {
      throw leaseLost();
    } catch (InvalidGraphException impossible) {
      boolean overtaken = journal.load().map(it -> !it.version().equals(version)).orElse(true);
      if (overtaken) {
        throw new Superseded();
      }
      throw impossible;
    }
  }

  private static MigrationException leaseLost() {
    return new MigrationException(
        "The lease of this migration was lost, since a renewal came too late or someone released it. Nothing is lost: run it again to go on.");
  }

  /** Keeps what is to be committed in memory, as long as the target takes no writes. */
  void hold() {
    held = true;
  }

  boolean isHeld() {
    return held;
  }

  /** Commits what was kept. */
  void release() {
    held = false;
    List<Write> all = List.copyOf(kept.values());
    kept.clear();
    commit(state, List.of(), List.of(), all);
  }
}
