package dev.cairn.search.partitioned;

import dev.cairn.plugin.Settings;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorIndexProvider;

/**
 * Provides {@code auto}: an index that takes the form that suits its size, without a pause. It is
 * {@code partitioned}, with the same settings; only the promise differs, since another release may
 * choose among other forms.
 */
public final class AutoVectorIndexProvider implements VectorIndexProvider {
  private final PartitionedVectorIndexProvider partitioned = new PartitionedVectorIndexProvider();

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public VectorIndexFactory create(Settings settings) {
    return partitioned.create(settings);
  }
}
