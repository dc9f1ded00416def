package dev.cairn.migration.live;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.lock.Lease;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A migration at work: its state, and the only way to change it. Each commit expects the state that
 * the last one made, so that of two that work at once one is refused whole. Not thread-safe.
 */
final class Work {
  private final Target target;
  private final Journal journal;
  private final LegacyObjects objects;
  private final Translation translation;
  private final Sizes sizes;
  private final ObjectReads reads;
  private final InstantSource clock;
  private final MigrationListener listener;
  private final Optional<Lease> lease;
  private final Map<String, List<String>> layouts = new HashMap<>();
  private final Map<RecordId, Write> kept = new LinkedHashMap<>();
  private MigrationState state;
  private Version version;
  private boolean held;

  Work(
      MigrationSetup setup,
      MigrationListener listener,
      Optional<Lease> lease,
      MigrationState state,
      Version version) {
    this.target = setup.target();
    this.journal = setup.journal();
    this.objects = setup.objects();
    this.translation = setup.translation();
    this.sizes = setup.sizes();
    this.reads = new ObjectReads(setup.objects(), setup.parallelReads());
    this.clock = setup.clock();
    this.listener = listener;
    this.lease = lease;
    this.state = state;
    this.version = version;
  }

  MigrationState state() {
    return state;
  }

  Target target() {
    return target;
  }

  Journal journal() {
    return journal;
  }

  LegacyObjects objects() {
    return objects;
  }

  Translation translation() {
    return translation;
  }

  Sizes sizes() {
    return sizes;
  }

  ObjectReads reads() {
    return reads;
  }

  InstantSource clock() {
    return clock;
  }

  String author() {
    return target.documents().author().instance();
  }

  MigrationState.Step step(Phase phase, String note) {
    return new MigrationState.Step(phase, clock.instant(), author(), note);
  }

  /** The keys of some item of the same sort, so that new ones are written in the same layout. */
  List<String> layoutOf(String item) {
    String sort = item.substring(0, item.indexOf('/') + 1);
    return layouts.computeIfAbsent(sort, this::findLayout);
  }

  private List<String> findLayout(String sort) {
    String after = "";
    while (true) {
      Page<Journal.Named<SourceObject>> page = journal.objects(after, sizes.page());
      for (Journal.Named<SourceObject> object : page.items()) {
        after = object.name();
        if (object.value().tag().isPresent()
            && translation.useOf(object.name()) instanceof Translation.Use.PartOf part
            && part.item().startsWith(sort)) {
          List<String> keys = translation.keysOf(part.item());
          Map<String, SourceObject> recorded = journal.objects(keys);
          return keys.stream()
              .filter(key -> recorded.containsKey(key) && recorded.get(key).tag().isPresent())
              .toList();
        }
      }
      if (page.next().isEmpty()) {
        return List.of();
      }
    }
  }

  void tell(String work, long done, long total) {
    listener.progress(work, done, total);
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
    if (held) {
      if (!put.isEmpty() || !removed.isEmpty()) {
        throw new IllegalStateException("No content can be written while the target is frozen.");
      }
      beside.forEach(write -> kept.put(write.id(), write));
      state = next;
      return;
    }
    if (lease.isPresent() && !lease.get().renew()) {
      throw new MigrationException(
          "The lease of this migration was lost, since a renewal came too late or someone released it. Nothing is lost: run it again to go on.");
    }
    List<Write> writes = new ArrayList<>(beside);
    writes.add(journal.state(next, version));
    switch (apply(put, removed, writes)) {
      case CommitResult.Committed committed -> {
        state = next;
        version = committed.versions().getLast();
      }
      case CommitResult.Conflict ignored -> throw new Superseded();
      case CommitResult.Unknown unknown ->
          throw new StorageException(
              "It is not known whether the last step of the migration was committed: %s. Run it again to go on; nothing is lost."
                  .formatted(unknown.reason()));
    }
  }

  private CommitResult apply(List<Content> put, Collection<String> removed, List<Write> writes) {
    try {
      return target.apply(put, removed, writes);
    } catch (InvalidGraphException impossible) {
      boolean overtaken = journal.load().map(it -> !it.version().equals(version)).orElse(true);
      if (overtaken) {
        throw new Superseded();
      }
      throw impossible;
    }
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
