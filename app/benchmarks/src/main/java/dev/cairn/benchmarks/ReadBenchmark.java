package dev.cairn.benchmarks;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.Component;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.optimization.DictionaryTraining;
import dev.cairn.optimization.OptimizationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time of one {@code getFact} through the client, with and without the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadBenchmark {
  private static final int READ = 500;

  @Param({"caffeine", "none"})
  private String cache;

  private Cairn cairn;
  private FactKey[] keys;
  private int next;

  @Setup
  public void open() throws IOException {
    CairnConfig config =
        CairnConfig.builder()
            .storage(
                Component.of(
                    "sqlite",
                    Map.of(
                        "file",
                        Files.createTempDirectory("cairn-bench").resolve("read.db").toString())))
            .optimization(OptimizationConfig.defaults())
            .cache(Component.of(cache, Map.of()))
            .build();
    cairn = Cairn.open(config);
    List<Fact> facts = FactGenerator.demoFacts();
    cairn.saveFacts(facts);
    DictionaryTraining.train(cairn.documents(), cairn.optimizer(), true);
    keys = facts.stream().map(Fact::factKey).distinct().limit(READ).toArray(FactKey[]::new);
  }

  @TearDown
  public void close() {
    cairn.close();
  }

  @Benchmark
  public Optional<Fact> getFact() {
    next = next + 1 == keys.length ? 0 : next + 1;
    FactKey key = keys[next];
    return cairn.getFact(key.userId(), key.category(), key.key());
  }
}
