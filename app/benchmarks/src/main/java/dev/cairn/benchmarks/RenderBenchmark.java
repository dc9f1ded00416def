package dev.cairn.benchmarks;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.context.Rendering;
import dev.cairn.memory.Fact;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many facts of the demo are rendered in a second on one thread, tokens not counted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RenderBenchmark {
  private static final int FACTS = 2_000;

  @Param({"block", "dense", "lines", "json", "csv"})
  private String format;

  private ContextRenderer renderer;
  private List<Fact> facts;

  @Setup
  public void prepare() {
    renderer =
        Providers.load("renderer", ContextRendererProvider.class)
            .named(format)
            .create(Settings.EMPTY);
    facts = FactGenerator.demoFacts();
    if (facts.size() != FACTS) {
      throw new IllegalStateException("2,000 facts were expected, but there are " + facts.size());
    }
  }

  @Benchmark
  @OperationsPerInvocation(FACTS)
  public Rendering render() {
    return renderer.render(facts);
  }

  @Benchmark
  @OperationsPerInvocation(FACTS)
  public String renderToText() {
    return renderer.render(facts).text();
  }
}
