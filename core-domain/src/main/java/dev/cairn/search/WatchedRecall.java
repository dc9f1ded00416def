package dev.cairn.search;

/**
 * What an approximate index has found of what it should, on samples of the searches it was asked.
 *
 * @param recall the share of the true nearest neighbours that were found, 0 to 1
 * @param wanted the mean of the recall that the same searches asked for
 * @param searches how many searches were compared; the most recent ones
 */
public record WatchedRecall(double recall, double wanted, int searches) {}
