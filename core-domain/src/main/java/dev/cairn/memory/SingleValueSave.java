package dev.cairn.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Saves of a fact that has one value at a time.
 *
 * <p>The values known of such a fact have intervals that do not overlap: the current one, and
 * closed ones before its start.
 */
final class SingleValueSave implements FactSave {
  private static final FactMerger SAME = new FactMerger();

  private final FactKey key;
  private final Optional<FactChange.Found> before;
  private final Optional<FactMerger> merger;
  private final Supplier<List<FactVersion>> closedBefore;
  private final Instant now;
  private final List<HistoryStep.Past> past = new ArrayList<>();
  private Optional<Fact> current;
  private Optional<Instant> closed = Optional.empty();
  private boolean untouched = true;

  /**
   * @param closedBefore the closed values that are known of the fact; asked for only if they matter
   * @param now from when a value is true that says no time
   */
  SingleValueSave(
      FactKey key,
      Optional<FactChange.Found> before,
      Optional<FactMerger> merger,
      Supplier<List<FactVersion>> closedBefore,
      Instant now) {
    this.key = key;
    this.before = before;
    this.merger = merger;
    this.closedBefore = closedBefore;
    this.now = now;
    this.current = before.map(FactChange.Found::fact);
  }

  @Override
  public FactChange change() {
    return new FactChange(key, before, current, closed, past);
  }

  @Override
  public void add(Fact fact) {
    if (current.isEmpty()) {
      replace(starting(fact, start(fact)));
      return;
    }
    Fact there = current.get();
    Interval span = Interval.of(there);
    boolean same = SAME.areDuplicates(there, fact);
    if (same && continues(fact, span)) {
      replace(FactSave.merged(merger, current, starting(fact, span.from())));
      return;
    }
    Fact next = starting(fact, start(fact));
    Interval nextSpan = Interval.of(next);
    if (nextSpan.from().isBefore(span.from())) {
      addEarlier(next, nextSpan, span, same && nextSpan.overlaps(span));
    } else if (nextSpan.from().equals(span.from()) || (same && nextSpan.overlaps(span))) {
      replace(FactSave.merged(merger, current, next));
    } else {
      Instant end = nextSpan.from().isBefore(span.to()) ? nextSpan.from() : span.to();
      if (untouched) {
        closed = Optional.of(end);
      } else {
        past.add(new HistoryStep.Past(there.storedDocument(), end));
      }
      replace(next);
    }
  }

  /** Whether the fact says no start of its own and would be true within the span. */
  private boolean continues(Fact fact, Interval span) {
    return fact.validFrom().isEmpty()
        && start(fact).isBefore(span.to())
        && fact.validTo().map(span.from()::isBefore).orElse(true);
  }

  private void replace(Fact fact) {
    current = Optional.of(FactSave.withPinOf(current, fact));
    untouched = false;
  }

  /**
   * @param corrects whether it is the current value with an earlier start
   */
  private void addEarlier(Fact fact, Interval span, Interval currentSpan, boolean corrects) {
    if (!corrects) {
      requireApart(span, currentSpan);
    }
    boolean known = false;
    for (HistoryStep.Past other : past) {
      known |= isKnown(fact, span, Fact.ofStored(other.document()), other.closed(), corrects);
    }
    for (FactVersion other : closedBefore.get()) {
      known |= isKnown(fact, span, other.fact(), other.closed().orElseThrow(), corrects);
    }
    if (corrects) {
      replace(FactSave.merged(merger, current, fact));
    } else if (!known) {
      past.removeIf(
          other ->
              Interval.of(Fact.ofStored(other.document()).validFrom(), Optional.of(other.closed()))
                  .equals(span));
      past.add(new HistoryStep.Past(fact.storedDocument(), span.to()));
    }
  }

  /** Whether the fact is this closed value, of which it may otherwise take the exact place. */
  private boolean isKnown(
      Fact fact, Interval span, Fact other, Instant otherEnd, boolean corrects) {
    Interval otherSpan = Interval.of(other.validFrom(), Optional.of(otherEnd));
    if (corrects || !span.equals(otherSpan)) {
      requireApart(span, otherSpan);
      return false;
    }
    return fact.storedDocument().toString().equals(other.storedDocument().toString());
  }

  private void requireApart(Interval span, Interval other) {
    if (span.overlaps(other)) {
      throw new InvalidMemoryException(
          "The category '%s' has one value at a time, but a value that is true %s overlaps one that is true %s. Give 'valid_to' no later than %s, or 'valid_from' no earlier than the end, or delete the fact first."
              .formatted(key.category(), span, other, other.from()));
    }
  }

  /** From when a fact is true; {@link Instant#MIN} if it only says until when it was. */
  private Instant start(Fact fact) {
    if (fact.validFrom().isPresent()) {
      return fact.validFrom().get();
    }
    Instant start = fact.timestamp().orElse(now);
    return fact.validTo().map(start::isBefore).orElse(true) ? start : Instant.MIN;
  }

  private static Fact starting(Fact fact, Instant start) {
    return fact.validFrom().isPresent() || start.equals(Instant.MIN)
        ? fact
        : fact.with("valid_from", start.toString());
  }
}
