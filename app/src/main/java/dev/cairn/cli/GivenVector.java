package dev.cairn.cli;

import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A vector on the command line. */
final class GivenVector {
  @Option(names = "--vector", paramLabel = "NUMBERS", description = "Such as 0.1,-0.2,0.3.")
  private @Nullable String numbers;

  @Option(names = "--space", paramLabel = "NAME", description = "The vector's space: its model.")
  private @Nullable String space;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      defaultValue = "cosine",
      description = "How vectors of the space compare: cosine, dot or euclidean.")
  private Metric metric;

  Optional<Embedding> embedding() {
    if (numbers == null) {
      return Optional.empty();
    }
    if (space == null) {
      throw new CommandFailure(
          "A vector needs the name of its space, since vectors of different models cannot be compared. Give it with --space.");
    }
    String[] parts = numbers.replaceAll("[\\[\\]\\s]", "").split(",", -1);
    float[] values = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        values[i] = Float.parseFloat(parts[i]);
      } catch (NumberFormatException notANumber) {
        throw new CommandFailure(
            "--vector takes numbers with commas between them, but number %d is none."
                .formatted(i + 1),
            notANumber);
      }
    }
    return Optional.of(Embedding.of(new VectorSpace(space, values.length, metric), values));
  }
}
