package dev.cairn.search.partitioned;

/** What a search asked for that was compared with the exact answer. */
record Sample(float[] query, int k, double wanted) {}
