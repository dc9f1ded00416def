package dev.cairn.benchmarks;

import dev.cairn.json.JsonObject;
import dev.cairn.memory.Fact;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import dev.cairn.store.Payload;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time to encode and decode one fact of the demo, from document to payload and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

  /** {@code document} is key-mapping and compact-array; {@code zstd} adds a trained dictionary. */
  @Param({"plain", "document", "zstd"})
  private String pipeline;

  private Optimizer optimizer;
  private JsonObject[] documents;
  private Payload[] payloads;
  private int next;

  @Setup
  public void prepare() {
    optimizer =
        new Optimizer(
            switch (pipeline) {
              case "plain" -> OptimizationConfig.off();
              case "document" ->
                  OptimizationConfig.builder().stages("key-mapping", "compact-array").build();
              default -> OptimizationConfig.defaults();
            });
    List<JsonObject> facts = FactGenerator.demoFacts().stream().map(Fact::document).toList();
    optimizer.train("fact", facts);
    documents = facts.toArray(JsonObject[]::new);
    payloads = facts.stream().map(f -> optimizer.encode("fact", f)).toArray(Payload[]::new);
  }

  @Benchmark
  public Payload encode() {
    return optimizer.encode("fact", documents[step()]);
  }

  @Benchmark
  public JsonObject decode() {
    return optimizer.decode(payloads[step()]);
  }

  private int step() {
    next = next + 1 == documents.length ? 0 : next + 1;
    return next;
  }
}
