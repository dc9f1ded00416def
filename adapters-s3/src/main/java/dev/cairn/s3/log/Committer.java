package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Freezing;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Writes to the log: a process that has applied slot n-1 creates slot n, if it is free. One thread
 * at a time.
 *
 * <p>An entry is sent to one slot only, with the same bytes each time, until that slot holds it or
 * another entry. Slots are never emptied, so an entry that lost its slot can never appear, however
 * late a copy of its request arrives; only then are its batches tried at another slot.
 */
final class Committer {
  private final ObjectStore store;
  private final Replica replica;
  private final LogReader reader;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final String instance;
  private final Pace pace;
  private boolean mayBeBehind;

  /** What became of an entry. */
  private enum Fate {
    COMMITTED,
    SLOT_TAKEN,
    UNCLEAR
  }

  Committer(
      ObjectStore store,
      Replica replica,
      LogReader reader,
      Timeline timeline,
      RandomGenerator random,
      String instance,
      Pace pace) {
    this.store = store;
    this.replica = replica;
    this.reader = reader;
    this.timeline = timeline;
    this.random = random;
    this.instance = instance;
    this.pace = pace;
  }

  /** Looks at the log's end before the next commit, since others may have written. */
  void expectOthers() {
    mayBeBehind = true;
  }

  /**
   * Commits batches together, each as if alone.
   *
   * @return how each went
   * @throws StorageException if the bucket did not answer, and none of them happened
   */
  List<Verdict> commit(List<WriteBatch> batches) {
    boolean current = false;
    while (true) {
      if (mayBeBehind) {
        replica.catchUp();
        mayBeBehind = false;
        current = true;
      }
      Optional<Freezing> frozen = replica.read(LogState::frozen);
      if (frozen.isPresent() && current) {
        throw frozen.get().refusal();
      }
      Instant at = now();
      Plan plan = replica.read(state -> state.plan(batches, at));
      if ((frozen.isPresent() || !plan.allEffective()) && !current) {
        // What is refused or changes nothing must be judged by the newest state.
        mayBeBehind = true;
        continue;
      }
      List<WriteBatch> effective = plan.effectiveOf(batches);
      if (effective.isEmpty()) {
        return plan.results();
      }
      Slot.Filled entry = Slot.Filled.of(next(at, new Deed.Batches(effective)));
      switch (settle(entry)) {
        case COMMITTED -> {
          return merge(plan, replica.apply(entry));
        }
        case SLOT_TAKEN -> {
          pace.lost();
          mayBeBehind = true;
        }
        case UNCLEAR -> {
          mayBeBehind = true;
          return unclear(batches, plan, entry.entry());
        }
      }
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(timeline.instant().toEpochMilli());
  }

  /**
   * Commits something else than batches, by itself.
   *
   * @param wanted judged by the newest state: empty if there is nothing to do
   * @return whether it was done
   * @throws StorageException if nobody knows whether it happened
   */
  boolean commit(Function<LogState, Optional<Deed>> wanted) {
    while (true) {
      replica.catchUp();
      mayBeBehind = false;
      Optional<Deed> deed = replica.read(wanted);
      if (deed.isEmpty()) {
        return false;
      }
      Optional<Freezing> frozen = replica.read(LogState::frozen);
      if (frozen.isPresent() && !(deed.get() instanceof Deed.Freeze)) {
        throw frozen.get().refusal();
      }
      Slot.Filled entry = Slot.Filled.of(next(now(), deed.get()));
      switch (settle(entry)) {
        case COMMITTED -> {
          replica.apply(entry);
          return true;
        }
        case SLOT_TAKEN -> pace.lost();
        case UNCLEAR -> {
          mayBeBehind = true;
          throw new StorageException(
              "The bucket did not tell in time whether it holds slot %d. Look at the store before you try again."
                  .formatted(entry.entry().slot()));
        }
      }
    }
  }

  /**
   * What can be said if nobody knows whether the entry is in the log: a batch that it does not have
   * is refused only if it would also be refused without the batches beside it.
   */
  private List<Verdict> unclear(List<WriteBatch> batches, Plan plan, LogEntry entry) {
    Verdict unknown =
        new Verdict.Told(
            new CommitResult.Unknown(
                "The bucket did not tell in time whether it holds the commit of slot %d"
                    .formatted(entry.slot())));
    List<Verdict> results = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      List<WriteBatch> one = List.of(batches.get(i));
      Plan alone = replica.read(state -> state.plan(one, entry.at()));
      boolean refused = !plan.effective().get(i) && alone.effectiveOf(one).isEmpty();
      results.add(refused ? alone.results().getFirst() : unknown);
    }
    return results;
  }

  private LogEntry next(Instant at, Deed deed) {
    byte[] nonce = new byte[LogEntry.NONCE_BYTES];
    random.nextBytes(nonce);
    return replica.read(
        state -> new LogEntry(state.tail() + 1, state.tailSha(), nonce, instance, at, deed));
  }

  private static List<Verdict> merge(Plan plan, List<Verdict> ofEffective) {
    Iterator<Verdict> outcomes = ofEffective.iterator();
    List<Verdict> merged = new ArrayList<>();
    for (int i = 0; i < plan.results().size(); i++) {
      merged.add(plan.effective().get(i) ? outcomes.next() : plan.results().get(i));
    }
    return merged;
  }

  private Fate settle(Slot.Filled entry) {
    String key = LogEntry.key(entry.entry().slot());
    Retries retries = reader.retries();
    boolean mayExist = false;
    try {
      while (true) {
        PutOutcome outcome = store.putIfAbsent(key, entry.bytes());
        if (outcome instanceof PutOutcome.Written) {
          return Fate.COMMITTED;
        }
        if (!(outcome instanceof PutOutcome.NotNow)) {
          mayExist = true;
          Optional<Slot> there = replica.load(entry.entry().slot());
          if (there.isPresent()) {
            boolean ours = there.get().hasNonce(entry.entry().nonce());
            return ours ? Fate.COMMITTED : Fate.SLOT_TAKEN;
          }
        }
        if (!retries.again()) {
          if (mayExist) {
            return Fate.UNCLEAR;
          }
          throw new StorageException(
              "The bucket did not take a commit: %s. Nothing was written; try again later."
                  .formatted(outcome));
        }
      }
    } catch (StorageException failed) {
      if (mayExist) {
        return Fate.UNCLEAR;
      }
      throw failed;
    }
  }
}
