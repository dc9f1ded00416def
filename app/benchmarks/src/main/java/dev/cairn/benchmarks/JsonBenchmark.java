package dev.cairn.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.json.JsonValue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing the JSON of one fact. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBenchmark {
  private static final String FACT =
      """
      {"user_id":"usr_7f3c9a12","category":"hobbies","key":"kubernetes_gear",\
      "value":["apron","binoculars"],"importance":0.95,"timestamp":"2023-11-18T06:26:46Z",\
      "source":"conversation","confidence":0.76,"tags":["gear","hobby"]}""";

  private final byte[] text = FACT.getBytes(UTF_8);
  private final JsonValue value = JsonValue.parse(FACT);

  @Benchmark
  public JsonValue read() {
    return JsonValue.parse(text);
  }

  @Benchmark
  public String write() {
    return value.toString();
  }
}
