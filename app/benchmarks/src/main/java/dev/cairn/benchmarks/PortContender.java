package dev.cairn.benchmarks;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSpace;
import dev.cairn.search.partitioned.PartitionedVectorIndexProvider;
import java.util.List;

/** The index {@code partitioned}, asked through its port as a client does. */
final class PortContender implements SearchContender {
  private static final int HITS = 10;

  private final String name;
  private final VectorIndex index;

  PortContender(String name, boolean keepExact, float[][] vectors) {
    this.name = name;
    JsonObject settings =
        JsonObject.builder().put("keepExact", keepExact).put("learning", false).build();
    index =
        new PartitionedVectorIndexProvider()
            .create(Settings.of("vectors", settings))
            .create(new VectorSpace("synthetic", vectors[0].length, Metric.COSINE));
    for (int i = 0; i < vectors.length; i++) {
      index.put(Integer.toString(i), vectors[i]);
    }
  }

  VectorIndex index() {
    return index;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] efforts() {
    return new double[] {
      0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.91, 0.915, 0.92, 0.925, 0.93, 0.935, 0.94, 0.95,
      0.96, 0.97, 0.975, 0.98, 0.9825, 0.985, 0.9875, 0.99, 0.9925, 0.995, 0.9965, 0.998, 0.999
    };
  }

  @Override
  public int[] search(float[] query, double effort) {
    List<ScoredId> hits = index.search(query, HITS, IdFilter.ALL, new SearchHints(effort));
    return hits.stream().mapToInt(hit -> Integer.parseInt(hit.id())).toArray();
  }

  @Override
  public long bytesPerVector() {
    return index.memory().vectors() / index.size();
  }
}
