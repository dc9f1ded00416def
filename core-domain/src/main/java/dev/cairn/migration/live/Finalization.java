package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes from the source what was copied, unless it has changed since. Not thread-safe. */
final class Finalization {
  private static final int MAX_TOLD = 20;

  private final ObjectWork work;

  Finalization(ObjectWork work) {
    this.work = work;
  }

  FinalReport run() {
    MigrationState state = work.state();
    if (state.mirror()) {
      work.commit(state.mirroring(false, state.mirrored(), state.stragglers()));
    }
    long total = work.journal().count(Journal.OBJECT);
    long deleted = 0;
    long changed = 0;
    List<String> changedKeys = new ArrayList<>();
    String after = "";
    boolean more = true;
    while (more) {
      Page<Journal.Named<SourceObject>> page = work.journal().objects(after, work.sizes().page());
      List<Write> gone = new ArrayList<>();
      var answers = work.reads().inParallel(page.items(), this::delete);
      for (var answer : answers.entrySet()) {
        if (answer.getValue()) {
          deleted++;
          gone.add(work.journal().noObject(answer.getKey().name()));
        } else {
          changed++;
          if (changedKeys.size() < MAX_TOLD) {
            changedKeys.add(answer.getKey().name());
          }
        }
      }
      after = page.items().isEmpty() ? after : page.items().getLast().name();
      work.commit(work.state(), List.of(), List.of(), gone);
      work.tell("deleting", deleted + changed, total);
      more = page.next().isPresent();
    }
    work.commit(
        work.state()
            .to(
                work.step(
                    Phase.CONTRACTED,
                    "%d objects deleted, %d had changed and stay".formatted(deleted, changed))));
    return new FinalReport(deleted, changed, changedKeys);
  }

  private boolean delete(Journal.Named<SourceObject> object) {
    Optional<String> tag = object.value().tag();
    return tag.isEmpty()
        || work.objects().delete(object.name(), tag.get()) == LegacyObjects.Change.DONE;
  }
}
