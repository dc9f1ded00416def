package dev.cairn.migration.live;

import dev.cairn.backup.BackupHeader;
import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A migration from where it stands: each call takes it a step on, commits what it did, and can be
 * stopped anywhere and called again. Two that work at once are kept apart by a lease, and should
 * that fail, by the journal. Thread-safe; calls block.
 *
 * <p>Each method throws {@link MigrationException} if the migration is not in a phase for it, and
 * {@link StorageException} if source or target cannot be reached.
 */
public final class LiveMigration {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final int PARALLEL_READS = 64;

  private final Origin origin;
  private final DocumentStore documents;
  private final Journal journal;
  private final LockService locks;

  private LiveMigration(Origin origin, DocumentStore documents, LockService locks) {
    this.origin = origin;
    this.documents = documents;
    this.journal = new Journal(documents);
    this.locks = locks;
  }

  /** A migration of nouns and verbs into the namespace of {@code documents}. */
  public static LiveMigration ofGraph(
      LegacyObjects source, Translation translation, DocumentStore documents, LockService locks) {
    return of(
        source,
        translation,
        new GraphTarget(documents),
        locks,
        InstantSource.system(),
        Sizes.USUAL,
        PARALLEL_READS);
  }

  static LiveMigration of(
      LegacyObjects source,
      Translation translation,
      Target target,
      LockService locks,
      InstantSource clock,
      Sizes sizes,
      int parallelReads) {
    Journal journal = new Journal(target.documents());
    MigrationSetup setup =
        new MigrationSetup(source, translation, target, journal, sizes, parallelReads, clock);
    return new LiveMigration(new ObjectOrigin(setup), target.documents(), locks);
  }

  /**
   * A migration of all that another namespace has, of any store, into that of {@code documents}.
   *
   * @param place where that is, for messages and the journal
   */
  public static LiveMigration ofStore(
      RecordStore source,
      String namespace,
      String place,
      DocumentStore documents,
      LockService locks) {
    return of(source, namespace, place, documents, locks, InstantSource.system(), Sizes.USUAL);
  }

  static LiveMigration of(
      RecordStore source,
      String namespace,
      String place,
      DocumentStore documents,
      LockService locks,
      InstantSource clock,
      Sizes sizes) {
    return new LiveMigration(
        new StoreOrigin(source, namespace, place, documents, sizes, clock), documents, locks);
  }

  // Looking

  /** What the journal of a namespace says; empty if there never was a migration into it. */
  public static Optional<MigrationState> status(DocumentStore documents) {
    return new Journal(documents).load().map(Journal.Current::state);
  }

  /** What the journal says; empty if there never was a migration. */
  public Optional<MigrationState> status() {
    return journal.load().map(Journal.Current::state);
  }

  /** Writes to the old home that came after the cutover, all that are known of. */
  public List<Conflict> conflicts() {
    List<Conflict> all = new ArrayList<>();
    String after = "";
    while (true) {
      Page<Journal.Named<Conflict>> page = journal.conflicts(after, 1_000);
      page.items().forEach(it -> all.add(it.value()));
      if (page.next().isEmpty()) {
        return all;
      }
      after = page.items().getLast().name();
    }
  }

  /** What the keys of the copied objects begin with: their first parts. */
  public List<String> prefixes() {
    return journal.prefixes();
  }

  /**
   * Looks at the whole source, and reads some of it.
   *
   * @param share of the items that are read, 0 to 1
   */
  public MigrationPlan plan(double share, MigrationListener listener) {
    return origin.plan(share, listener);
  }

  // Copying

  /**
   * Begins the migration, or goes on with it, and copies until a pass found nothing to copy, or
   * someone paused it.
   */
  public MigrationState start(MigrationListener listener) {
    return working(
        listener,
        course -> {
          prepare(course);
          return copy(course);
        });
  }

  private void prepare(Course course) {
    Work work = course.work();
    if (work.state().phase() == Phase.LEGACY) {
      if (work.state().history().isEmpty() && course.isTargetFilled()) {
        throw new MigrationException(
            "Namespace '%s' holds data already, which a migration would mix with that of %s. Choose another namespace, or clear this one."
                .formatted(documents.namespace(), origin.place()));
      }
      work.commit(work.state().to(work.step(Phase.PREPARED, origin.place())));
    }
    if (work.state().phase() == Phase.PREPARED || work.state().phase() == Phase.PAUSED) {
      work.commit(work.state().to(work.step(Phase.COPYING, "")));
    }
  }

  private static MigrationState copy(Course course) {
    require(course, "copy", Phase.COPYING, Phase.SYNCED, Phase.FENCED);
    passUntilClean(course);
    return course.work().state();
  }

  /** Goes on with passes until one found nothing to copy that began as the fence stood. */
  private static void passUntilClean(Course course) {
    while (!course.pass()) {
      course.work().tell("copying", course.work().state().pass().items(), 0);
    }
  }

  /** Makes one more pass over the source. */
  public MigrationState follow(MigrationListener listener) {
    return working(
        listener,
        course -> {
          Work work = course.work();
          require(course, "follow the source", Phase.COPYING, Phase.SYNCED, Phase.FENCED);
          course.pass();
          return work.state();
        });
  }

  /** Makes whoever copies stop at the next commit; copying goes on with {@link #start}. */
  public MigrationState pause() {
    return changing(
        state -> {
          if (state.phase() == Phase.PAUSED) {
            return Optional.empty();
          }
          requirePhase(state, "pause", Phase.COPYING, Phase.SYNCED);
          return Optional.of(Phase.PAUSED);
        });
  }

  /** Changes the phase from outside, whoever is at work. */
  private MigrationState changing(Function<MigrationState, Optional<Phase>> change) {
    while (true) {
      Work work = open(MigrationListener.NONE, Optional.empty()).work();
      Optional<Phase> phase = change.apply(work.state());
      if (phase.isEmpty()) {
        return work.state();
      }
      try {
        work.commit(work.state().to(work.step(phase.get(), "")));
        return work.state();
      } catch (Superseded ignored) {
        // Whoever is at work commits often; one of the next attempts comes between.
      }
    }
  }

  // Taking over

  /** The strongest fence that can be put up from here. */
  public Fence usualFence() {
    return origin.usualFence();
  }

  /** Keeps the writers of the source out, or tells that they are. */
  public MigrationState fence(Fence fence) {
    return working(
        MigrationListener.NONE,
        course -> {
          Work work = course.work();
          require(course, "fence", Phase.SYNCED, Phase.FENCED, Phase.VERIFIED);
          String label = course.fence(fence);
          work.commit(work.state().fenced(label).to(work.step(Phase.FENCED, label)));
          return work.state();
        });
  }

  /**
   * Makes passes until one that began behind the fence found nothing to copy, then reads source and
   * target and compares them. If they are the same, the target may take over.
   */
  public VerificationReport verify(MigrationListener listener) {
    return working(
        listener,
        course -> {
          Work work = course.work();
          require(course, "verify", Phase.FENCED, Phase.VERIFIED);
          Optional<VerificationReport> report;
          do {
            passUntilClean(course);
            report = course.compare();
          } while (report.isEmpty());
          MigrationState next = work.state().reporting(report.get());
          Phase phase = report.get().passed() ? Phase.VERIFIED : Phase.FENCED;
          work.commit(next.phase() == phase ? next : next.to(work.step(phase, "")));
          return report.get();
        });
  }

  /**
   * Puts the target in charge.
   *
   * @param mirror whether the old home is to be kept current by {@link #mirror}
   */
  public MigrationState cutover(boolean mirror, StragglerPolicy stragglers) {
    return working(
        MigrationListener.NONE,
        course -> {
          Work work = course.work();
          require(course, "cut over", Phase.VERIFIED);
          if (work.state().verification().filter(VerificationReport::passed).isEmpty()
              || !work.state().cleanBehindFence()) {
            throw new MigrationException(
                "Source and target were not found to be the same behind the fence. Run 'migrate verify'.");
          }
          try {
            course.requireUnchanged();
          } catch (MigrationException changed) {
            work.commit(work.state().to(work.step(Phase.FENCED, "the source has changed")));
            throw changed;
          }
          Version now = documents.records().latest();
          work.commit(
              work.state()
                  .cutAt(now)
                  .mirroring(mirror, now, stragglers)
                  .to(work.step(Phase.ACTIVE, mirror ? "mirror on" : "mirror off")));
          return work.state();
        });
  }

  // Afterwards

  /**
   * Writes to the old home what changed in the target since the last call.
   *
   * @param sweep whether to look for writes of stragglers in all of the old home, too
   */
  public MirrorReport mirror(boolean sweep, MigrationListener listener) {
    return working(
        listener,
        course -> {
          Work work = course.work();
          require(course, "mirror", Phase.ACTIVE);
          if (!work.state().mirror()) {
            throw new MigrationException(
                "The mirror is off, so the old home stays as it was. Switch it on with 'migrate mirror --on'.");
          }
          MirrorReport report = course.drain();
          return sweep ? report.plus(course.sweep()).plus(course.drain()) : report;
        });
  }

  /** Switches the mirror on or off, and says what becomes of stragglers' writes. */
  public MigrationState setMirror(boolean on, StragglerPolicy stragglers) {
    return working(
        MigrationListener.NONE,
        course -> {
          Work work = course.work();
          require(course, "switch the mirror", Phase.ACTIVE);
          work.commit(work.state().mirroring(on, work.state().mirrored(), stragglers));
          return work.state();
        });
  }

  /**
   * Puts the old home in charge again, with all that was written to the target since. A store that
   * can be frozen stays frozen then.
   */
  public MirrorReport rollback(MigrationListener listener) {
    return working(
        listener,
        course -> {
          Work work = course.work();
          boolean unfinished =
              work.state().phase() == Phase.LEGACY && !work.state().history().isEmpty();
          if (!unfinished) {
            require(course, "roll back", Phase.ACTIVE);
          }
          return new Rollback(course).run();
        });
  }

  /**
   * Compares the old home with the target once more, as after a rollback; changes nothing.
   *
   * @return empty if one of them changed meanwhile
   */
  public Optional<VerificationReport> compare(MigrationListener listener) {
    return open(listener, Optional.empty()).compare();
  }

  /**
   * Deletes from the old home what was copied; what someone has changed there since stays.
   *
   * @param confirmation must be the namespace's name
   * @param backup what the backup says of itself
   * @param reading reads it to its end
   */
  public FinalReport finish(
      String confirmation, BackupHeader backup, BackupEntries reading, MigrationListener listener) {
    requireConfirmed(confirmation, "delete the old home");
    return working(
        listener,
        course -> {
          Work work = course.work();
          require(course, "delete the old home", Phase.ACTIVE);
          VerifiedBackup proof =
              new VerifiedBackup(documents.records(), documents.namespace(), work::keepLease);
          try {
            proof.require(backup, work.state().cutover(), reading);
          } catch (IOException failed) {
            throw new MigrationException(
                "The backup cannot be read, so nothing was deleted: " + failed.getMessage());
          }
          return course.finish();
        });
  }

  /**
   * Removes all that was copied, and leaves the source as it is.
   *
   * @param confirmation must be the namespace's name
   */
  public MigrationState abort(String confirmation, MigrationListener listener) {
    requireConfirmed(confirmation, "abort");
    return working(
        listener,
        course -> {
          Work work = course.work();
          if (!work.state().phase().isBeforeCutover()) {
            throw wrongPhase(work.state(), "abort");
          }
          course.remove();
          return work.state();
        });
  }

  private void requireConfirmed(String confirmation, String what) {
    String namespace = documents.namespace();
    if (!confirmation.equals(namespace)) {
      throw new MigrationException(
          "To %s, confirm with the name of the namespace, which is '%s'. Nothing was changed."
              .formatted(what, namespace));
    }
  }

  /** Trusts a pass that began before the fence, to see what that breaks. */
  MigrationState trustForTest(Function<MigrationState, VerificationReport> report) {
    return working(
        MigrationListener.NONE,
        course -> {
          Work work = course.work();
          MigrationState state = work.state();
          work.commit(
              state
                  .fenced("advisory")
                  .clean(state.cleanPass(), true)
                  .reporting(report.apply(state))
                  .to(work.step(Phase.VERIFIED, "")));
          return work.state();
        });
  }

  // Working

  private <T> T working(MigrationListener listener, Function<Course, T> step) {
    String namespace = documents.namespace();
    try (Lease lease =
        locks
            .tryAcquire("migration " + namespace, LEASE)
            .orElseThrow(
                () ->
                    new MigrationException(
                        "Someone else is working on the migration of namespace '%s'. Wait until they are done; a lease that was left behind runs out after %d s."
                            .formatted(namespace, LEASE.toSeconds())))) {
      try {
        return step.apply(open(listener, Optional.of(lease)));
      } catch (Superseded superseded) {
        throw explained();
      }
    }
  }

  private MigrationException explained() {
    Phase phase = status().map(MigrationState::phase).orElse(Phase.LEGACY);
    return new MigrationException(
        phase == Phase.PAUSED
            ? "The migration was paused. Nothing is lost; 'migrate resume' goes on."
            : "Someone else changed the migration, which is %s now. Nothing is lost; see 'migrate status'."
                .formatted(phase));
  }

  private Course open(MigrationListener listener, Optional<Lease> lease) {
    Optional<Journal.Current> current = journal.load();
    MigrationState state = current.map(Journal.Current::state).orElseGet(origin::begin);
    if (!state.source().equals(origin.place())) {
      throw new MigrationException(
          "The migration of namespace '%s' is from %s, not from %s. Give that source."
              .formatted(documents.namespace(), state.source(), origin.place()));
    }
    return origin.course(
        listener, lease, state, current.map(Journal.Current::version).orElse(Version.NONE));
  }

  private static void require(Course course, String what, Phase... phases) {
    requirePhase(course.work().state(), what, phases);
  }

  private static void requirePhase(MigrationState state, String what, Phase... phases) {
    if (!List.of(phases).contains(state.phase())) {
      throw wrongPhase(state, what);
    }
  }

  private static MigrationException wrongPhase(MigrationState state, String what) {
    return new MigrationException(
        "The migration cannot %s, since it is %s. See 'migrate status' for what comes next."
            .formatted(what, state.phase()));
  }
}
