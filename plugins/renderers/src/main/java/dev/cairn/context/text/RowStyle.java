package dev.cairn.context.text;

import java.util.List;

/** How the rows of a block look. Immutable and thread-safe. */
interface RowStyle {

  /** The layout that suits the facts of one user best. */
  RowLayout layoutFor(List<FactParts> facts);

  /**
   * The layout that a header states.
   *
   * @throws RowException if the legend is not one that {@link RowLayout#legend} made
   */
  RowLayout layoutOf(String legend);
}
