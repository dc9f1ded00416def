package dev.cairn.context.text;

import java.util.List;

/** The rows of one user's block, with what its header says about them. */
interface RowLayout {

  /** What a reader, and {@link RowStyle#layoutOf}, must know to read the rows. */
  String legend();

  /** The fact as this layout can hold it. */
  FactParts adapt(FactParts fact);

  /** Whether facts that say the same may share a row. */
  boolean sharesRows();

  /** Writes a row without its line end. */
  void write(StringBuilder out, List<FactParts> same);

  /**
   * Reads a row.
   *
   * @throws RowException if it is damaged
   */
  List<FactParts> read(String row, String userId, String category);
}
