package dev.cairn.search.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexContract;
import dev.cairn.search.VectorIndexProvider;
import dev.cairn.search.VectorSpace;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class HnswVectorIndexTest extends VectorIndexContract {
  @Override
  protected VectorIndex open(VectorSpace space) {
    return new HnswVectorIndexProvider().create(Settings.EMPTY).create(space);
  }

  /** Lucene makes no graph of small segments. */
  @Override
  protected int many() {
    return 2500;
  }

  /** Copies of a vector that were replaced hide each other in a graph. */
  @Override
  protected SearchHints sure() {
    return SearchHints.EXACT;
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(VectorIndexProvider.class))
        .extracting(VectorIndexProvider::name)
        .contains("hnsw");
  }

  @Test
  void takesMoreDimensionsThanLuceneByItself() {
    VectorSpace wide = new VectorSpace("wide", 3072, Metric.COSINE);
    try (VectorIndex index = open(wide)) {
      List<float[]> vectors = clustered(new Random(5), 50, 3072);
      for (int i = 0; i < vectors.size(); i++) {
        index.put("v" + i, vectors.get(i));
      }

      assertThat(index.search(vectors.get(7), 1).get(0).id()).isEqualTo("v7");
    }
  }

  @Test
  void keepsCandidatesAsTheWantedRecallAsks() {
    assertThat(GraphEffort.candidates(10, 0.99))
        .isGreaterThan(2 * GraphEffort.candidates(10, 0.95));
    assertThat(GraphEffort.candidates(Integer.MAX_VALUE, 0.99)).isGreaterThan(Integer.MAX_VALUE);
    try (VectorIndex index = open(new VectorSpace("m", 2, Metric.DOT))) {
      index.put("a", new float[] {1, 0});
      assertThat(index.search(new float[] {0, 0}, 1, IdFilter.ALL, new SearchHints(0.01)))
          .hasSize(1);
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    JsonObject none = JsonObject.builder().put("neighbours", 1).build();
    assertThatThrownBy(() -> new HnswVectorIndexProvider().create(Settings.of("v", none)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("2 to 512");
    JsonObject wide = JsonObject.builder().put("beam", 5000).build();
    assertThatThrownBy(() -> new HnswVectorIndexProvider().create(Settings.of("v", wide)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("3200");
  }
}
