package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexProvider;
import dev.cairn.search.VectorSpace;
import org.junit.jupiter.api.Test;

class PartitionedVectorIndexProviderTest {
  private static VectorIndexProvider provider() {
    return Providers.load("vector index", VectorIndexProvider.class).named("partitioned");
  }

  private static Settings settings(JsonObject values) {
    return Settings.of("vectors", values);
  }

  @Test
  void makesIndexesThatSayWhatTheyRunOn() {
    VectorSpace space = new VectorSpace("m", 3, Metric.DOT);
    try (VectorIndex index = provider().create(Settings.EMPTY).create(space)) {
      index.put("a", new float[] {1, 2, 3});

      assertThat(index.space()).isEqualTo(space);
      boolean hasModule = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
      assertThat(index.explain().get(0)).contains(hasModule ? "SIMD" : "scalar");
    }
  }

  @Test
  void isWhatIsMadeWhereNoFormIsChosen() {
    VectorIndexProvider auto =
        Providers.load("vector index", VectorIndexProvider.class).named("auto");
    try (VectorIndex index =
        auto.create(settings(JsonObject.builder().put("learning", false).build()))
            .create(new VectorSpace("m", 3, Metric.DOT))) {
      assertThat(index.explain())
          .anyMatch(line -> line.contains("exact"))
          .contains("learning: off");
    }
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(
            () -> provider().create(settings(JsonObject.builder().put("lists", 3).build())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("vectors.lists");
    assertThatThrownBy(
            () -> provider().create(settings(JsonObject.builder().put("partitionFrom", 3).build())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least 1024");
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        settings(
                            JsonObject.builder()
                                .put("keepExact", true)
                                .put("maxMemory", 64L << 20)
                                .build())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Give one of them");
    assertThatThrownBy(
            () -> provider().create(settings(JsonObject.builder().put("maxMemory", 3).build())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("maxMemory must be at least");
  }
}
