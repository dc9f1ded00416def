package dev.cairn.memory;

import java.util.Optional;

/** The saves of one batch under one fact's name, in order. Not thread-safe. */
interface FactSave {
  void add(Fact fact);

  /** What the saves do together. */
  FactChange change();

  /** Each save takes the place of what was there, or is merged with it if both say the same. */
  final class Replacing implements FactSave {
    private final FactKey key;
    private final Optional<FactChange.Found> before;
    private final Optional<FactMerger> merger;
    private Optional<Fact> latest;

    /**
     * @param remembered what there is to merge with: the fact before, unless it is forgotten
     */
    Replacing(
        FactKey key,
        Optional<FactChange.Found> before,
        Optional<Fact> remembered,
        Optional<FactMerger> merger) {
      this.key = key;
      this.before = before;
      this.merger = merger;
      this.latest = remembered;
    }

    @Override
    public void add(Fact fact) {
      latest = Optional.of(withPinOf(latest, merged(merger, latest, fact)));
    }

    @Override
    public FactChange change() {
      return FactChange.replace(key, before, latest.orElseThrow());
    }
  }

  /** The fact, pinned if the one in whose place it comes is and it does not say otherwise. */
  static Fact withPinOf(Optional<Fact> before, Fact fact) {
    boolean keeps = before.isPresent() && before.get().pinned() && fact.field("pinned").isEmpty();
    return keeps ? fact.with("pinned", true) : fact;
  }

  /** The fact, merged with the one before it if there is one that says the same. */
  static Fact merged(Optional<FactMerger> merger, Optional<Fact> before, Fact fact) {
    boolean merges =
        merger.isPresent() && before.isPresent() && merger.get().areDuplicates(before.get(), fact);
    return merges ? merger.get().merge(before.get(), fact) : fact;
  }
}
