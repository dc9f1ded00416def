package dev.cairn.migration.live;

import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Page;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the old home current after the cutover. Not thread-safe. */
final class Mirroring {

  private final ObjectWork work;

  Mirroring(ObjectWork work) {
    this.work = work;
  }

  /** Writes what changed in the target since the last time. */
  MirrorReport drain() {
    MirrorReport report = MirrorReport.NOTHING;
    Pending pending = pending(work.state().mirrored());
    while (!pending.contents().isEmpty() || pending.gap()) {
      report = report.plus(pending.gap() ? everything() : export(List.copyOf(pending.contents())));
      if (work.isHeld()) {
        if (report.held() == 0) {
          advance(pending.next());
        }
        return report; // the target is frozen, so this was all
      }
      advance(pending.next());
      pending = pending(pending.next());
    }
    return report;
  }

  private void advance(Version to) {
    MigrationState state = work.state();
    work.commit(state.mirroring(state.mirror(), to, state.stragglers()));
  }

  /** Contents that changed, up to where, and whether the log does not tell all. */
  record Pending(Set<String> contents, Version next, boolean gap) {}

  /** What changed behind a version: all of it if nothing can change meanwhile, else some. */
  Pending pending(Version after) {
    RecordStore records = work.target().documents().records();
    Set<String> contents = new LinkedHashSet<>();
    Version next = after;
    boolean gap = false;
    boolean more = true;
    while (more && (contents.size() < work.sizes().page() || work.isHeld())) {
      ChangePage page =
          records.changes(work.target().documents().namespace(), next, work.sizes().page());
      gap |= page.gap();
      for (Change change : page.changes()) {
        work.target().nameOf(change.id()).ifPresent(contents::add);
      }
      next = page.next();
      more = page.more();
    }
    return new Pending(contents, next, gap);
  }

  private MirrorReport export(List<String> contents) {
    MirrorReport report = MirrorReport.NOTHING;
    for (int from = 0; from < contents.size(); from += work.sizes().items()) {
      List<String> some =
          contents.subList(from, Math.min(contents.size(), from + work.sizes().items()));
      Map<String, ItemNote> notes = work.journal().notes(some);
      Map<String, List<String>> items = new LinkedHashMap<>();
      for (String content : some) {
        String other = notes.getOrDefault(content, ItemNote.NONE).item();
        items.put(other.isEmpty() ? work.translation().itemOf(content) : other, List.of());
      }
      report = report.plus(new Export(work, items).run());
      work.tell("mirroring", from + some.size(), contents.size());
    }
    return report;
  }

  /** The log does not reach back: writes all there is, and deletes what is not there any more. */
  private MirrorReport everything() {
    MirrorReport report = MirrorReport.NOTHING;
    Optional<Target.Place> place = Optional.of(Target.Place.START);
    while (place.isPresent()) {
      Target.Part part = work.target().scan(place.get(), work.sizes().page());
      report = report.plus(export(part.contents().stream().map(Content::name).toList()));
      place = part.next();
    }
    String after = "";
    boolean more = true;
    while (more) {
      Page<Journal.Named<SourceObject>> page = work.journal().objects(after, work.sizes().page());
      Set<String> items = new LinkedHashSet<>();
      for (Journal.Named<SourceObject> object : page.items()) {
        after = object.name();
        if (work.translation().useOf(object.name()) instanceof Translation.Use.PartOf part) {
          items.add(part.item());
        }
      }
      report = report.plus(export(gone(List.copyOf(items))));
      more = page.next().isPresent();
    }
    return report;
  }

  /** Those of these items' contents that the target does not have. */
  private List<String> gone(List<String> items) {
    Map<String, ItemNote> notes = work.journal().notes(items);
    List<String> gone = new ArrayList<>();
    List<String> copied =
        items.stream().filter(item -> notes.getOrDefault(item, ItemNote.NONE).isCopied()).toList();
    List<String> names =
        copied.stream()
            .map(item -> notes.getOrDefault(item, ItemNote.NONE))
            .map(ItemNote::content)
            .toList();
    for (int i = 0; i < copied.size(); i++) {
      String name = names.get(i).isEmpty() ? copied.get(i) : names.get(i);
      if (work.target().current(List.of(name)).getFirst().isEmpty()) {
        gone.add(name);
      }
    }
    return gone;
  }

  /** Looks for writes of stragglers in the whole of the old home. */
  MirrorReport sweep() {
    MirrorReport unfinished =
        work.state().pass().stage() == Pass.Stage.NONE ? MirrorReport.NOTHING : finishPass();
    MigrationState state = work.state();
    work.commit(state.with(state.pass().next(true, work.clock().instant())));
    return unfinished.plus(finishPass());
  }

  private MirrorReport finishPass() {
    if (work.state().pass().stage() == Pass.Stage.LISTING) {
      new Listing(work).run();
    }
    MirrorReport report = MirrorReport.NOTHING;
    while (true) {
      Page<Journal.Named<List<String>>> pending =
          work.journal().pendingItems("", work.sizes().items());
      if (pending.items().isEmpty()) {
        work.commit(work.state().with(work.state().pass().at(Pass.Stage.NONE)));
        return report;
      }
      Map<String, List<String>> items = new LinkedHashMap<>();
      List<Write> done = new ArrayList<>();
      for (Journal.Named<List<String>> entry : pending.items()) {
        items.put(entry.name(), entry.value());
        done.add(work.journal().done(entry.name()));
      }
      report = report.plus(new Export(work, items).inspectAndRun());
      work.commit(work.state(), List.of(), List.of(), done);
    }
  }
}
