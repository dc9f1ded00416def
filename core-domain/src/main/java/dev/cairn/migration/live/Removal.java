package dev.cairn.migration.live;

import dev.cairn.store.Write;
import java.util.List;

/** Removes what was copied. A stop anywhere leaves a migration that copies it again. */
final class Removal {
  private static final int AT_ONCE = 500;

  private final ObjectWork work;

  Removal(ObjectWork work) {
    this.work = work;
  }

  void run() {
    MigrationState state = work.state();
    List<Write> deletes = work.journal().someDeletes(AT_ONCE);
    while (!deletes.isEmpty()) {
      work.commit(state.with(Pass.NONE), List.of(), List.of(), deletes);
      deletes = work.journal().someDeletes(AT_ONCE);
    }
    long removed = 0;
    for (Target.Place place : work.target().removalOrder()) {
      Target.Part part = work.target().scan(place, AT_ONCE);
      while (!part.contents().isEmpty()) {
        work.commit(
            work.state(),
            List.of(),
            part.contents().stream().map(Content::name).toList(),
            List.of());
        removed += part.contents().size();
        work.tell("removing", removed, 0);
        part = work.target().scan(place, AT_ONCE);
      }
    }
    work.commit(
        MigrationState.begin(state.source(), state.format(), state.copiesRecords())
            .to(work.step(Phase.LEGACY, "aborted")));
  }
}
