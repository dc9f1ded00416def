package dev.cairn.memory;

import dev.cairn.document.StoredDocument;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Timeline.Event;
import dev.cairn.store.Author;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together the timeline of one fact from its record and those of its history. Used once. */
final class TimelineBuilder {
  private final List<StoredStep> steps;
  private final Optional<StoredDocument> current;
  private final Map<Version, Origin> origins;
  private final List<Event> events = new ArrayList<>();

  /** A step of the history as it was read, with the version of its record. */
  record StoredStep(HistoryStep step, Version recordVersion) {}

  private record Start(Version version, Optional<Instant> at, Optional<Author> by) {}

  /**
   * @param steps of one fact, in order
   * @param current the fact itself, if it is there
   * @param origins of the fact's record and of the records of deleting steps, as far as known
   */
  TimelineBuilder(
      List<StoredStep> steps, Optional<StoredDocument> current, Map<Version, Origin> origins) {
    this.steps = steps;
    this.current = current;
    this.origins = origins;
  }

  Timeline build() {
    Optional<Start> kept = Optional.empty();
    // Where the content that is kept over the next steps was saved.
    int place = 0;
    for (int i = 0; i < steps.size(); i++) {
      HistoryStep step = steps.get(i).step();
      if (step.before().isPresent()) {
        Start start = kept.isPresent() ? kept.get() : start(i);
        Event saved = new Event.Saved(ended(start, step.before().get(), step));
        if (kept.isPresent()) {
          events.set(place, saved);
        } else {
          place = events.size();
          events.add(saved);
        }
        kept = step.ending() == HistoryStep.Ending.KEPT ? Optional.of(start) : Optional.empty();
      }
      addPast(i);
      if (step.ending() == HistoryStep.Ending.DELETED) {
        events.add(new Event.Deleted(deletion(steps.get(i)), Optional.of(step.at())));
      }
    }
    if (current.isPresent()) {
      Start start = kept.isPresent() ? kept.get() : start(steps.size());
      Event saved = new Event.Saved(open(start, current.get().document()));
      if (kept.isPresent()) {
        events.set(place, saved);
      } else {
        events.add(saved);
      }
    }
    return new Timeline(events);
  }

  private void addPast(int index) {
    HistoryStep step = steps.get(index).step();
    if (step.past().isEmpty()) {
      return;
    }
    Start next = start(index + 1);
    for (HistoryStep.Past past : step.past()) {
      events.add(
          new Event.Added(
              new FactVersion(
                  next.version(),
                  Fact.ofStored(past.document()),
                  next.at(),
                  next.by(),
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  Optional.of(past.closed()))));
    }
  }

  private Version deletion(StoredStep step) {
    Origin origin = origins.get(step.recordVersion());
    return origin == null ? step.recordVersion() : origin.version();
  }

  /** When the content before a step was saved; behind the last step, that of the fact itself. */
  private Start start(int index) {
    Version version;
    Optional<Origin> origin;
    if (index < steps.size()) {
      version = steps.get(index).step().version();
      origin = steps.get(index).step().origin();
    } else if (current.isPresent()) {
      version = current.get().version();
      origin = Optional.ofNullable(origins.get(version));
    } else {
      version = steps.getLast().recordVersion();
      origin = Optional.empty();
    }
    if (origin.isPresent()) {
      Origin known = origin.get();
      return new Start(known.version(), Optional.of(known.at()), Optional.of(known.by()));
    }
    if (index == 0 || steps.get(index - 1).step().ending() == HistoryStep.Ending.DELETED) {
      return new Start(version, Optional.empty(), Optional.empty());
    }
    HistoryStep before = steps.get(index - 1).step();
    return new Start(version, Optional.of(before.at()), Optional.of(before.by()));
  }

  private static FactVersion ended(Start start, JsonObject document, HistoryStep step) {
    return new FactVersion(
        start.version(),
        Fact.ofStored(document),
        start.at(),
        start.by(),
        Optional.of(step.at()),
        Optional.of(step.by()),
        step.ending() == HistoryStep.Ending.DELETED,
        step.closed());
  }

  private static FactVersion open(Start start, JsonObject document) {
    return new FactVersion(
        start.version(),
        Fact.ofStored(document),
        start.at(),
        start.by(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }
}
