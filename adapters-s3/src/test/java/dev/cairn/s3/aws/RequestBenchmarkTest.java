package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The benchmark with its bounds. {@code -Dcairn.s3.records=N} sets how many records are imported.
 */
@Tag("slow")
final class RequestBenchmarkTest {
  @Test
  void requestsStayWithinTheirBounds() throws Exception {
    int records = Integer.getInteger("cairn.s3.records", 1_000_000);
    RequestTable table = new RequestBenchmark(Duration.ofSeconds(40)).run(records);

    table.print();
    assertThat(table.misses()).isEmpty();
  }
}
