package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import org.junit.jupiter.api.Test;

class ScanVectorIndexTest extends VectorIndexContract {
  @Override
  protected VectorIndex open(VectorSpace space) {
    return new ScanVectorIndex(space);
  }

  @Test
  void isFoundByName() {
    VectorIndexProvider provider =
        Providers.load("vector index", VectorIndexProvider.class).named("scan");

    VectorIndexFactory factory = provider.create(Settings.EMPTY);

    assertThat(factory.create(space(Metric.DOT, 2)).space()).isEqualTo(space(Metric.DOT, 2));
    Settings unknown = Settings.of("search", JsonObject.builder().put("speed", "high").build());
    assertThatThrownBy(() -> provider.create(unknown))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("search.speed");
  }
}
