package dev.cairn.migration.live;

import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.List;

/** Removes what was copied. A stop anywhere leaves a migration that copies it again. */
final class RecordRemoval {
  private final StoreWork work;

  RecordRemoval(StoreWork work) {
    this.work = work;
  }

  void run() {
    work.commit(work.state().with(Pass.NONE));
    String namespace = work.documents().namespace();
    long removed = 0;
    for (String kind : StoreWork.counts(work.target(), namespace).keySet()) {
      Scan scan = Scan.of(namespace, kind).withLimit(work.sizes().page());
      Page<Record> page = work.target().scan(scan);
      while (!page.items().isEmpty()) {
        List<Write> deletes = new ArrayList<>();
        page.items().forEach(it -> deletes.add(new Write.Delete(it.id(), Expectation.ANY)));
        work.commit(work.state(), List.of(), List.of(), deletes);
        removed += deletes.size();
        work.tell("removing", removed, 0);
        page = work.target().scan(scan);
      }
    }
    work.documents().forgetCached();
    MigrationState state = work.state();
    work.commit(
        MigrationState.begin(state.source(), state.format(), state.copiesRecords())
            .to(work.step(Phase.LEGACY, "aborted")));
  }
}
