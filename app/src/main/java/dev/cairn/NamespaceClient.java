package dev.cairn;

import dev.cairn.context.AssembledContext;
import dev.cairn.context.ContextAssembler;
import dev.cairn.context.ContextRequest;
import dev.cairn.memory.AffinityLevels;
import dev.cairn.memory.FactMerger;
import dev.cairn.memory.MemoryClient;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The memory of one namespace with the optimizer beneath it. Thread-safe; usable until the {@link
 * Cairn} that gave it is closed.
 */
public class NamespaceClient extends MemoryClient {
  private final Optimizer optimizer;
  private final ContextAssemblers contexts;

  NamespaceClient(Namespaces.Parts parts, CairnConfig config, ContextAssemblers contexts) {
    super(
        parts.documents(),
        merger(config.optimization()),
        new AffinityLevels(config.affinityLevels()),
        config.memory(),
        InstantSource.system());
    this.optimizer = parts.optimizer();
    this.contexts = contexts;
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

  // Contexts for prompts

  /**
   * A request for the context of a user, with the budget and the fields of the configuration, as of
   * this moment.
   */
  public ContextRequest contextRequest(String userId) {
    return ContextRequest.of(userId, contexts.budgetTokens(), contexts.fields(), Instant.now());
  }

  /** What is worth most to a prompt for this user and fits into the budget. */
  public AssembledContext context(String userId) {
    return context(contextRequest(userId));
  }

  /** What a prompt for this user about {@code query} needs most and fits into the budget. */
  public AssembledContext context(String userId, String query) {
    return context(contextRequest(userId).withQuery(query));
  }

  /** The context that a request asks for, in the configured format. */
  public AssembledContext context(ContextRequest request) {
    return assemble(contexts.usual(), request);
  }

  /**
   * The context that a request asks for.
   *
   * @param renderer the name of the format
   * @param tokenizer the name of the token counter
   * @throws dev.cairn.plugin.ConfigurationException if there is no renderer or token counter of
   *     that name; the message names those that there are
   */
  public AssembledContext context(ContextRequest request, String renderer, String tokenizer) {
    return assemble(contexts.named(renderer, tokenizer), request);
  }

  private AssembledContext assemble(ContextAssembler assembler, ContextRequest request) {
    String userId = request.userId();
    return assembler.assemble(request, eachFact(userId), this::isPinned, id -> getTurn(userId, id));
  }
}
