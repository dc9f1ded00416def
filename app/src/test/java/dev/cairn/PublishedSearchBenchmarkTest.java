package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dcairn.vectors=FILE} takes a file of sentences' vectors for the million. */
final class PublishedSearchBenchmarkTest {
  private static final int QUERIES = 100;

  private static PublishedSearchBenchmark.Counted count(int vectors, Optional<Path> file)
      throws IOException {
    ManyVectors many = ManyVectors.of(vectors, QUERIES, file);
    try (PublishedSearchBenchmark benchmark = new PublishedSearchBenchmark(many)) {
      benchmark.fill();
      PublishedSearchBenchmark.Counted counted = benchmark.measure();
      System.out.println(counted);
      return counted;
    }
  }

  @Test
  void tenThousandTakeFourRequests() throws IOException {
    PublishedSearchBenchmark.Counted counted = count(10_000, Optional.empty());
    assertThat(counted.recall()).isGreaterThanOrEqualTo(0.95);
    assertThat(counted.gets()).isLessThanOrEqualTo(4);
    assertThat(counted.warmTrips()).isZero();
  }

  @Test
  @Tag("slow")
  void aMillionTakesSixtyFourRequests() throws IOException {
    PublishedSearchBenchmark.Counted counted =
        count(1_000_000, Optional.ofNullable(System.getProperty("cairn.vectors")).map(Path::of));
    assertThat(counted.recall()).isGreaterThanOrEqualTo(0.95);
    assertThat(counted.gets()).isLessThanOrEqualTo(64);
    assertThat(counted.megabytes()).isLessThanOrEqualTo(12);
    assertThat(counted.warmTrips()).isLessThanOrEqualTo(1);
  }
}
