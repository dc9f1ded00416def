package dev.cairn.migration.live;

import dev.cairn.store.Attribution;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Passes over the source's change log. Only what the log does not tell is read from the records
 * themselves: in the first pass, and in one that finds that the log was cut. Not thread-safe.
 */
final class RecordCopying {
  private final StoreWork work;

  RecordCopying(StoreWork work) {
    this.work = work;
  }

  /** As {@link Course#pass}. */
  boolean pass() {
    do {
      if (work.state().pass().stage() == Pass.Stage.NONE) {
        begin();
      }
      if (work.state().pass().stage() == Pass.Stage.LISTING) {
        scan();
      }
    } while (!follow());
    work.documents().forgetCached();
    Pass pass = work.state().pass();
    // While others go on writing, there is always something new: one page is as good as nothing.
    long most = work.state().fence().isEmpty() ? work.sizes().page() : 0;
    return work.finishPass(pass.differing() <= most, "pass %d read the log to its end");
  }

  private void begin() {
    MigrationState state = work.state();
    boolean first = state.pass().number() == 0;
    work.refreshSource();
    Pass pass = state.pass().next(!state.fence().isEmpty(), work.clock().instant());
    if (!first && !work.sourceChanges(state.followed()).gap()) {
      work.commit(state.with(pass.at(Pass.Stage.READING)));
      return;
    }
    Version start = startOfLog();
    // Records hold versions of the source, and later ones must be greater.
    work.target().advanceTo(work.source().latest());
    boolean logTellsAll =
        start.equals(Version.NONE)
            && StoreWork.counts(work.target(), work.documents().namespace()).isEmpty();
    work.commit(state.following(start).with(logTellsAll ? pass.at(Pass.Stage.READING) : pass));
  }

  /** The version from which on the log tells everything, the smallest one if possible. */
  private Version startOfLog() {
    ChangePage page = work.source().changes(work.namespace(), Version.NONE, 1);
    if (!page.gap()) {
      return Version.NONE;
    }
    Version start =
        page.changes().isEmpty()
            ? page.next()
            : new Version(page.changes().getFirst().version().position() - 1);
    return work.sourceChanges(start).gap() ? work.source().latest() : start;
  }

  /** Makes the target have what the source has, but for what the log will tell anyway. */
  private void scan() {
    RecordWalk walk = new RecordWalk(work);
    Version logged = work.state().followed();
    Optional<String> place = Optional.of(work.state().pass().cursor());
    while (place.isPresent()) {
      RecordWalk.Part part = walk.from(place.get());
      List<Write> writes = new ArrayList<>();
      for (RecordPair pair : part.pairs()) {
        boolean later = pair.source().filter(it -> it.version().isAfter(logged)).isPresent();
        if (!later && !pair.isSame()) {
          writes.add(copy(pair.id(), pair.source(), Optional.empty()));
        }
      }
      place = part.next();
      Pass pass = work.state().pass();
      pass =
          pass.scanned(
              place.orElse(""),
              place.isPresent() ? Pass.Stage.LISTING : Pass.Stage.READING,
              part.pairs().size(),
              writes.size());
      work.commit(work.state().with(pass), List.of(), List.of(), writes);
      work.tell("copying", pass.items(), 0);
    }
  }

  private Write copy(RecordId id, Optional<Record> found, Optional<Attribution> origin) {
    return found.isPresent()
        ? new Write.Put(work.toTarget(id), found.get().payload(), Expectation.ANY, origin)
        : new Write.Delete(work.toTarget(id), Expectation.ANY);
  }

  /**
   * Copies what the log tells, to its end.
   *
   * @return whether that is all; else the log was cut, and the pass has to begin again
   */
  private boolean follow() {
    work.refreshSource();
    boolean more = true;
    while (more) {
      MigrationState state = work.state();
      ChangePage page = work.sourceChanges(state.followed());
      if (page.gap()) {
        work.commit(state.with(state.pass().at(Pass.Stage.NONE)));
        return false;
      }
      List<Write> writes = copies(page);
      if (page.next().isAfter(state.followed())) {
        if (!writes.isEmpty() && page.next().isAfter(work.target().latest())) {
          work.target().advanceTo(page.next());
        }
        Pass pass =
            state.pass().scanned("", Pass.Stage.READING, page.changes().size(), writes.size());
        work.commit(state.with(pass).following(page.next()), List.of(), List.of(), writes);
        work.tell("copying", pass.items(), 0);
      }
      more = page.more();
    }
    return true;
  }

  private List<Write> copies(ChangePage page) {
    Map<RecordId, Optional<Attribution>> origins = new LinkedHashMap<>();
    for (Change change : page.changes()) {
      if (StoreWork.isCopied(change.id().kind())) {
        StoreWork.note(origins, change);
      }
    }
    List<RecordId> ids = List.copyOf(origins.keySet());
    List<Optional<Record>> found = work.source().getAll(ids);
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      RecordId id = ids.get(i);
      writes.add(copy(id, found.get(i), origins.getOrDefault(id, Optional.empty())));
    }
    return writes;
  }
}
