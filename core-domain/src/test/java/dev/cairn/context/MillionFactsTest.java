package dev.cairn.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.memory.Fact;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A user with a million facts has a context, in a process with 64 MB of heap for everything. */
final class MillionFactsTest {
  private static final int FACTS = 1_000_000;

  @Test
  void streamsAMillionFacts() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                MillionFactsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(output).startsWith("all " + FACTS);
  }

  /** Runs in the small process. */
  public static void main(String[] arguments) {
    ContextRequest request =
        ContextRequest.of("u", 10_000, FieldSelection.ALL, Instant.parse("2026-01-01T00:00:00Z"))
            .withQuery("sport in year 777");
    AssembledContext context =
        new ContextAssembler(
                new PlainLines(),
                new EstimatingTokenCounterProvider().create(Settings.EMPTY),
                ContextRanking.DEFAULT)
            .assemble(
                request,
                () -> IntStream.range(0, FACTS).mapToObj(MillionFactsTest::fact).iterator());
    long omitted = context.omitted().stream().mapToLong(AssembledContext.Omitted::count).sum();
    System.out.println("all " + (omitted + context.rows().size()) + ", " + context.tokens());
  }

  private static Fact fact(int i) {
    return Fact.builder("u", "category_" + i % 50, "sport_" + i)
        .value("what happened in year " + i + " of a long and eventful life")
        .importance(i % 100 / 100.0)
        .timestamp(Instant.ofEpochSecond(1_700_000_000L + i))
        .build();
  }
}
