package dev.cairn.memory;

import java.util.List;

/**
 * The extraction port: finds facts in what was said. Thread-safe; a call may block, for example to
 * ask a model.
 */
@FunctionalInterface
public interface FactExtractor {

  /**
   * The facts that a turn states about its user, none if there are none. Who saves them adds where
   * they come from.
   */
  List<Fact> extract(Turn turn);
}
