package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of a process: its clock, and its connection to the bucket, on which requests and answers
 * are lost, late, doubled and torn. It may be paused or die whenever it waits.
 */
final class SimProcess implements ObjectStore, Timeline {
  static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long TIMEOUT = 2 * SECOND;
  private static final Instant EPOCH = Instant.parse("2024-11-18T10:30:00Z");

  /** The process is gone. Not a RuntimeException, so that nothing in the process handles it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crash", null, false, false);
    }
  }

  final Sim sim;
  final SimEngine engine;
  final InMemoryObjectStore bucket;

  /** Keys that a mutant remembers. */
  final Set<String> remembered = new HashSet<>();

  private final SplittableRandom random;
  private final Duration clockError;

  SimProcess(Sim sim) {
    this.sim = sim;
    this.engine = sim.engine;
    this.random = engine.random;
    this.bucket = sim.bucket;
    this.clockError = Duration.ofMinutes(random.nextLong(-1_440, 1_441));
  }

  @Override
  public Instant instant() {
    return EPOCH.plusNanos(engine.now()).plus(clockError);
  }

  @Override
  public long nanos() {
    return engine.now();
  }

  @Override
  public boolean sleep(Duration duration) {
    pass(duration.toNanos());
    return true;
  }

  private void pass(long nanos) {
    engine.sleep(nanos);
    if (sim.healed()) {
      return;
    }
    if (random.nextInt(200) == 0) {
      engine.sleep(random.nextLong(random.nextInt(3) == 0 ? 300 * SECOND : 10 * SECOND));
    }
    if (random.nextInt(300) == 0) {
      throw new Crash();
    }
  }

  private long latency() {
    return (5 + random.nextLong(60)) * MILLI;
  }

  @Override
  public Fetched get(String key) {
    return read(() -> sim.mutant.get(this, key));
  }

  @Override
  public Fetched getRange(String key, long offset, int length) {
    return read(() -> bucket.getRange(key, offset, length));
  }

  private Fetched read(Supplier<Fetched> request) {
    if (!sim.healed() && random.nextInt(100) < sim.faultPercent) {
      switch (random.nextInt(3)) {
        case 0 -> {
          pass(TIMEOUT);
          return new Fetched.Unavailable("no answer");
        }
        case 1 -> {
          pass(latency());
          return new Fetched.Unavailable("503 SlowDown");
        }
        default -> {
          return request(request) instanceof Fetched.Found found
              ? torn(found)
              : new Fetched.Unavailable("connection reset");
        }
      }
    }
    return request(request);
  }

  private Fetched torn(Fetched.Found found) {
    byte[] bytes = found.bytes();
    if (random.nextBoolean()) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    } else if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return new Fetched.Found(bytes, found.etag(), found.lastModified(), found.at());
  }

  @Override
  public PutOutcome putIfAbsent(String key, byte[] body) {
    byte[] sent = sim.mutant.body(this, key, body);
    return write(() -> sim.mutant.putIfAbsent(this, key, sent.clone()));
  }

  @Override
  public PutOutcome putIfMatch(String key, byte[] body, String etag) {
    return write(() -> sim.mutant.putIfMatch(this, key, body.clone(), etag));
  }

  private PutOutcome write(Supplier<PutOutcome> request) {
    if (!sim.healed() && random.nextInt(100) < sim.faultPercent) {
      switch (random.nextInt(7)) {
        case 0 -> pass(TIMEOUT);
        case 1 -> {
          engine.at(latency(), request::get);
          pass(TIMEOUT);
        }
        case 2 -> {
          long late = random.nextLong(random.nextInt(3) == 0 ? 200 * SECOND : 10 * SECOND);
          engine.at(TIMEOUT + late, request::get);
          pass(TIMEOUT);
        }
        case 3 -> {
          if (random.nextBoolean()) {
            engine.at(latency() / 2, request::get);
          }
          pass(latency());
        }
        case 4 -> {
          pass(latency());
          return new PutOutcome.NotNow("503 SlowDown");
        }
        case 5 -> {
          pass(latency());
          return new PutOutcome.NotNow("409 ConditionalRequestConflict");
        }
        default -> {
          // The connection sends it again by itself and shows the second answer.
          request(request);
          return request(request);
        }
      }
      return sim.mutant.unclear();
    }
    if (!sim.healed() && random.nextInt(40) == 0) {
      engine.at(random.nextLong(20 * SECOND), request::get);
    }
    return request(request);
  }

  private <T> T request(Supplier<T> request) {
    long there = latency();
    Answer<T> answer = new Answer<>();
    engine.at(there, () -> answer.value = request.get());
    pass(there + latency());
    T value = answer.value;
    if (value == null) {
      throw new IllegalStateException("The request was not executed before its answer");
    }
    return value;
  }

  private static final class Answer<T> {
    @Nullable T value;
  }

  @Override
  public ObjectPage list(String prefix, String after) {
    return request(() -> bucket.list(prefix, after));
  }

  @Override
  public void delete(String key) {
    request(
        () -> {
          bucket.delete(key);
          return key;
        });
  }
}
