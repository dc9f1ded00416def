package dev.cairn.search.lucene;

import dev.cairn.plugin.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the graph.
 *
 * @param neighbours how many neighbours a vector keeps, 2 to 512
 * @param beam how many candidates are looked at when a vector is put in, 1 to 3200
 */
record GraphConfig(@Nullable Integer neighbours, @Nullable Integer beam) {
  private static final int NEIGHBOURS = 16;
  private static final int MOST_NEIGHBOURS = 512;
  private static final int BEAM = 100;
  private static final int WIDEST_BEAM = 3200;

  GraphConfig {
    if (neighbours != null && (neighbours < 2 || neighbours > MOST_NEIGHBOURS)) {
      throw new ConfigurationException(
          "neighbours must be 2 to %d, but is %d.".formatted(MOST_NEIGHBOURS, neighbours));
    }
    if (beam != null && (beam < 1 || beam > WIDEST_BEAM)) {
      throw new ConfigurationException(
          "beam must be 1 to %d, but is %d.".formatted(WIDEST_BEAM, beam));
    }
  }

  int chosenNeighbours() {
    return neighbours == null ? NEIGHBOURS : neighbours;
  }

  int chosenBeam() {
    return beam == null ? BEAM : beam;
  }
}
