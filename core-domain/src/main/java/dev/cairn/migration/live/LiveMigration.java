package dev.cairn.migration.live;

import dev.cairn.backup.BackupHeader;
import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
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

  /** Behind every key that begins with the same text. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final int PARALLEL_READS = 64;

  private final MigrationSetup setup;
  private final LockService locks;

  private LiveMigration(MigrationSetup setup, LockService locks) {
    this.setup = setup;
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
    return new LiveMigration(
        new MigrationSetup(source, translation, target, journal, sizes, parallelReads, clock),
        locks);
  }

  // Looking

  /** What the journal of a namespace says; empty if there never was a migration into it. */
  public static Optional<MigrationState> status(DocumentStore documents) {
    return new Journal(documents).load().map(Journal.Current::state);
  }

  /** What the journal says; empty if there never was a migration. */
  public Optional<MigrationState> status() {
    return setup.journal().load().map(Journal.Current::state);
  }

  /** Writes to the old home that came after the cutover, all that are known of. */
  public List<Conflict> conflicts() {
    List<Conflict> all = new ArrayList<>();
    String after = "";
    while (true) {
      Page<Journal.Named<Conflict>> page = setup.journal().conflicts(after, 1_000);
      page.items().forEach(it -> all.add(it.value()));
      if (page.next().isEmpty()) {
        return all;
      }
      after = page.items().getLast().name();
    }
  }

  /** What the keys of the copied objects begin with: their first parts. */
  public List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    String after = "";
    while (true) {
      Page<Journal.Named<SourceObject>> page = setup.journal().objects(after, 1);
      if (page.items().isEmpty()) {
        return prefixes;
      }
      String key = page.items().getFirst().name();
      String prefix = key.substring(0, key.indexOf('/') + 1);
      prefixes.add(prefix.isEmpty() ? key : prefix);
      after = prefix.isEmpty() ? key : prefix + LAST;
    }
  }

  /**
   * Looks at the whole source, and reads some of it.
   *
   * @param share of the items that are read, 0 to 1
   */
  public MigrationPlan plan(double share, MigrationListener listener) {
    return new Planning(setup, share, listener, System::nanoTime).run();
  }

  // Copying

  /**
   * Begins the migration, or goes on with it, and copies until a pass found nothing to copy, or
   * someone paused it.
   */
  public MigrationState start(MigrationListener listener) {
    return working(
        listener,
        work -> {
          prepare(work);
          return copy(work);
        });
  }

  private void prepare(Work work) {
    if (work.state().phase() == Phase.LEGACY) {
      if (work.state().history().isEmpty() && !setup.target().isEmpty()) {
        throw new MigrationException(
            "Namespace '%s' holds data already, which a migration would mix with that of %s. Choose another namespace, or clear this one."
                .formatted(setup.target().documents().namespace(), setup.objects().place()));
      }
      work.commit(work.state().to(work.step(Phase.PREPARED, setup.objects().place())));
    }
    if (work.state().phase() == Phase.PREPARED || work.state().phase() == Phase.PAUSED) {
      work.commit(work.state().to(work.step(Phase.COPYING, "")));
    }
  }

  private MigrationState copy(Work work) {
    require(work, "copy", Phase.COPYING, Phase.SYNCED, Phase.FENCED);
    new Copying(work).untilClean();
    return work.state();
  }

  /** Makes one more pass over the source. */
  public MigrationState follow(MigrationListener listener) {
    return working(
        listener,
        work -> {
          require(work, "follow the source", Phase.COPYING, Phase.SYNCED, Phase.FENCED);
          new Copying(work).pass();
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
      Work work = open(MigrationListener.NONE, Optional.empty());
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

  /** Tells that the writers of the source are out. */
  public MigrationState fence(Fence fence) {
    return working(
        MigrationListener.NONE,
        work -> {
          require(work, "fence", Phase.SYNCED, Phase.FENCED, Phase.VERIFIED);
          fence.check(
              prefixes().stream().filter(prefix -> prefix.endsWith("/")).findFirst().orElse(""));
          work.commit(
              work.state().fenced(fence.label()).to(work.step(Phase.FENCED, fence.label())));
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
        work -> {
          require(work, "verify", Phase.FENCED, Phase.VERIFIED);
          Optional<VerificationReport> report;
          do {
            new Copying(work).untilClean();
            report = new Comparison(work).run();
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
        work -> {
          require(work, "cut over", Phase.VERIFIED);
          if (work.state().verification().filter(VerificationReport::passed).isEmpty()
              || !work.state().cleanBehindFence()) {
            throw new MigrationException(
                "Source and target were not found to be the same behind the fence. Run 'migrate verify'.");
          }
          Version now = setup.target().documents().records().latest();
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
        work -> {
          require(work, "mirror", Phase.ACTIVE);
          if (!work.state().mirror()) {
            throw new MigrationException(
                "The mirror is off, so the old home stays as it was. Switch it on with 'migrate mirror --on'.");
          }
          Mirroring mirroring = new Mirroring(work);
          MirrorReport report = mirroring.drain();
          return sweep ? report.plus(mirroring.sweep()).plus(mirroring.drain()) : report;
        });
  }

  /** Switches the mirror on or off, and says what becomes of stragglers' writes. */
  public MigrationState setMirror(boolean on, StragglerPolicy stragglers) {
    return working(
        MigrationListener.NONE,
        work -> {
          require(work, "switch the mirror", Phase.ACTIVE);
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
        work -> {
          boolean unfinished =
              work.state().phase() == Phase.LEGACY && !work.state().history().isEmpty();
          if (!unfinished) {
            require(work, "roll back", Phase.ACTIVE);
          }
          return new Rollback(work).run();
        });
  }

  /**
   * Compares the old home with the target once more, as after a rollback; changes nothing.
   *
   * @return empty if one of them changed meanwhile
   */
  public Optional<VerificationReport> compare(MigrationListener listener) {
    return new Comparison(open(listener, Optional.empty())).run();
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
        work -> {
          require(work, "delete the old home", Phase.ACTIVE);
          VerifiedBackup proof =
              new VerifiedBackup(
                  setup.target().documents().records(), setup.target().documents().namespace());
          try {
            proof.require(backup, work.state().cutover(), reading);
          } catch (IOException failed) {
            throw new MigrationException(
                "The backup cannot be read, so nothing was deleted: " + failed.getMessage());
          }
          return new Finalization(work).run();
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
        work -> {
          if (!work.state().phase().isBeforeCutover()) {
            throw wrongPhase(work.state(), "abort");
          }
          new Removal(work).run();
          return work.state();
        });
  }

  private void requireConfirmed(String confirmation, String what) {
    String namespace = setup.target().documents().namespace();
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
        work -> {
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

  private <T> T working(MigrationListener listener, Function<Work, T> step) {
    String namespace = setup.target().documents().namespace();
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

  private Work open(MigrationListener listener, Optional<Lease> lease) {
    Optional<Journal.Current> current = setup.journal().load();
    MigrationState state =
        current
            .map(Journal.Current::state)
            .orElseGet(
                () ->
                    MigrationState.begin(
                        setup.objects().place(), setup.translation().name(), false));
    if (!state.source().equals(setup.objects().place())) {
      throw new MigrationException(
          "The migration of namespace '%s' is from %s, not from %s. Give that source."
              .formatted(
                  setup.target().documents().namespace(), state.source(), setup.objects().place()));
    }
    return new Work(
        setup, listener, lease, state, current.map(Journal.Current::version).orElse(Version.NONE));
  }

  private static void require(Work work, String what, Phase... phases) {
    requirePhase(work.state(), what, phases);
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
