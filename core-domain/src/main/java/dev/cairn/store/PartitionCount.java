package dev.cairn.store;

/** The counts of one partition of a kind. */
public record PartitionCount(String partition, StoreStatistics.Count count) {}
