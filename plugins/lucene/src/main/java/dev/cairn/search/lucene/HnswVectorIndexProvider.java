package dev.cairn.search.lucene;

import dev.cairn.plugin.Settings;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorIndexProvider;

/** Provides {@code hnsw}: vectors in full precision, in a navigable graph, in memory. */
public final class HnswVectorIndexProvider implements VectorIndexProvider {
  @Override
  public String name() {
    return "hnsw";
  }

  @Override
  public VectorIndexFactory create(Settings settings) {
    GraphConfig config = settings.as(GraphConfig.class);
    return space -> new HnswVectorIndex(space, config);
  }
}
