package dev.cairn.migration;

import dev.cairn.graph.KnowledgeGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Writes the nouns and verbs of a graph in the form of one other system. Thread-safe. */
public interface GraphExporter {

  /** What was written. */
  record Exported(long nouns, long verbs) {}

  /**
   * Writes all nouns and then all verbs, page by page. What is changed meanwhile may be in it or
   * not.
   *
   * @param out is left open
   * @param progress told the number of items written so far
   * @throws IOException if {@code out} fails
   */
  Exported write(KnowledgeGraph graph, OutputStream out, LongConsumer progress) throws IOException;
}
