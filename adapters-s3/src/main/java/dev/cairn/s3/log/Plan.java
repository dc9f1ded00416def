package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What batches would do to a state, without doing it.
 *
 * @param results how each batch would go
 * @param effects the changes in order
 * @param effective for each batch, whether it changes anything
 * @param tokens the highest tokens of leases that the batches are under
 */
record Plan(
    List<Verdict> results,
    List<Effect> effects,
    List<Boolean> effective,
    Map<String, Long> tokens) {

  /**
   * One change.
   *
   * @param entry the entry that it leaves; null for a delete
   */
  record Effect(Change change, @Nullable Entry entry) {}

  boolean allEffective() {
    return !effective.contains(false);
  }

  List<WriteBatch> effectiveOf(List<WriteBatch> batches) {
    List<WriteBatch> kept = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (effective.get(i)) {
        kept.add(batches.get(i));
      }
    }
    return kept;
  }
}
