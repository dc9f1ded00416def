package dev.cairn.search;

/**
 * What an index holds in memory, in bytes; counted from the sizes of its arrays, so an estimate of
 * a few percent.
 *
 * @param vectors codes and rows, with the room kept for more
 * @param ids the ids and the table that finds them
 */
public record IndexMemory(long vectors, long ids) {

  public long total() {
    return vectors + ids;
  }
}
