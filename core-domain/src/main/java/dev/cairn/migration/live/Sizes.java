package dev.cairn.migration.live;

/**
 * How much is done at once.
 *
 * @param page objects or records that are listed at once
 * @param pages that are compared for one commit
 * @param items that are read or written for one commit
 */
record Sizes(int page, int pages, int items) {
  static final Sizes USUAL = new Sizes(1_000, 10, 250);
}
