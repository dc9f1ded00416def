package dev.cairn;

import dev.cairn.document.DocumentStore;
import dev.cairn.memory.AffinityLevels;
import dev.cairn.memory.FactMerger;
import dev.cairn.memory.MemoryClient;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import java.util.Optional;

/**
 * The memory of one namespace with the optimizer beneath it. Thread-safe; usable until the {@link
 * Cairn} that gave it is closed.
 */
public class NamespaceClient extends MemoryClient {
  private final Optimizer optimizer;

  NamespaceClient(
      DocumentStore documents,
      Optimizer optimizer,
      OptimizationConfig optimization,
      AffinityLevels levels) {
    super(documents, merger(optimization), levels);
    this.optimizer = optimizer;
  }

  private static Optional<FactMerger> merger(OptimizationConfig optimization) {
    boolean onSave =
        optimization.enabled()
            && optimization.deduplicateMemory()
            && optimization.autoDeduplicate();
    return onSave
        ? Optional.of(new FactMerger(optimization.preserveSources(), optimization.mergeTags()))
        : Optional.empty();
  }

  /** What compresses and expands the records of this namespace, also for direct use. */
  public Optimizer optimizer() {
    return optimizer;
  }
}
