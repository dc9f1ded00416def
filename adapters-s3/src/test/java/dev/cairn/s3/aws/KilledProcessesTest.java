package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.s3.object.Fetched;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes that are stopped and killed while they write, compact and start. {@code
 * -Dcairn.s3.kills=N} sets how many are killed, by 50 in a bucket each; {@code
 * -Dcairn.s3.killSeed=S} the seed of the first bucket, later ones count on from it.
 */
@Tag("slow")
final class KilledProcessesTest {
  private static final int KILLS = Integer.getInteger("cairn.s3.kills", 50);
  private static final int KILLS_IN_A_BUCKET = 50;
  private static final long FIRST_SEED = Long.getLong("cairn.s3.killSeed", 41);
  private static final int AT_ONCE = 3;
  private static final int ACKNOWLEDGED_BEFORE_A_KILL = 20;

  private final S3Server server = new S3Server();
  private final Set<String> tried = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private SplittableRandom random = new SplittableRandom(FIRST_SEED);

  /**
   * A process that runs.
   *
   * @param warm counts down as it acknowledges, so that not all are killed at their start
   */
  private record Running(Process process, CountDownLatch warm, Thread reader) {}

  @AfterEach
  void stop() {
    server.close();
  }

  private Running start(int number) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WriterProcess.class.getName(), server.endpoint(), "p" + number));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CountDownLatch warm = new CountDownLatch(random.nextInt(ACKNOWLEDGED_BEFORE_A_KILL) + 1);
    return new Running(
        process, warm, Thread.ofVirtual().start(() -> listen("p" + number, process, warm)));
  }

  private void listen(String name, Process process, CountDownLatch warm) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(name + " " + line);
        if (line.startsWith("try ")) {
          tried.add(line.substring(4));
        } else if (line.startsWith("ack ")) {
          acknowledged.add(line.substring(4));
          warm.countDown();
        } else if (line.startsWith("took ")) {
          taken.add(line);
        } else if (line.startsWith("refused ")) {
          refused.incrementAndGet();
        }
      }
    } catch (IOException ended) {
      // A process that was killed says nothing more.
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingAcknowledgedIsLostAndNothingHappensTwice(long seed) throws Exception {
    random = new SplittableRandom(seed);
    int started;
    try {
      started = killThem();
      check();
    } catch (AssertionError found) {
      keepEvidence(found);
      throw found;
    }
    System.out.printf(
        "seed %d, %d processes killed: %d commits acknowledged, %d tried, %d refused under a lost lease%n",
        seed, started, acknowledged.size(), tried.size(), refused.get());
    assertThat(refused.get()).as("writes of holders that were overtaken").isPositive();
  }

  static LongStream seeds() {
    return LongStream.range(0, Math.ceilDiv(KILLS, KILLS_IN_A_BUCKET)).map(i -> FIRST_SEED + i);
  }

  private int killThem() throws Exception {
    List<Running> running = new ArrayList<>();
    int started = 0;
    for (int i = 0; i < Math.min(KILLS, KILLS_IN_A_BUCKET); i++) {
      while (running.size() < AT_ONCE) {
        running.add(start(started++));
      }
      if (i % 5 == 4) {
        // One that was stopped for longer than a lease lasts goes on with a state that is old.
        Process paused = running.getLast().process();
        signal(paused, "-STOP");
        awaitTwoTakeovers();
        kill(running.removeFirst());
        signal(paused, "-CONT");
      } else {
        kill(running.remove(random.nextInt(running.size())));
      }
    }
    for (Running left : running) {
      kill(left);
    }
    return started;
  }

  /** A lease is taken over when its time is up, so that between two of them it has passed. */
  private void awaitTwoTakeovers() throws InterruptedException {
    taken.clear();
    for (int i = 0; i < 2; i++) {
      assertThat(taken.poll(60, TimeUnit.SECONDS)).as("the lease is taken over").isNotNull();
    }
  }

  private static void kill(Running running) throws InterruptedException {
    assertThat(running.warm().await(60, TimeUnit.SECONDS))
        .as("the process writes, and is alive: %s", running.process().isAlive())
        .isTrue();
    running.process().destroyForcibly().waitFor();
    running.reader().join();
  }

  /** A finding that depends on time may not come again: everything to explain it is kept. */
  private void keepEvidence(AssertionError found) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "killed-processes"));
    Files.writeString(folder.resolve("finding.txt"), found.getMessage());
    Files.write(folder.resolve("said.txt"), said);
    Map<String, byte[]> firsts = server.objects.firsts();
    for (String key : firsts.keySet()) {
      write(folder.resolve("first").resolve(key), firsts.get(key));
      if (server.objects.get(key) instanceof Fetched.Found now) {
        write(folder.resolve("last").resolve(key), now.bytes());
      }
    }
    System.out.println("What the bucket held and the processes said is in " + folder);
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void check() {
    try (RecordStore store = WriterProcess.open(server.endpoint())) {
      Map<String, Integer> changes = new HashMap<>();
      List<Long> tokens = new ArrayList<>();
      Version at = Version.NONE;
      boolean more = true;
      while (more) {
        var page = store.changes("app", at, 1_000);
        page.changes().stream()
            .map(Change::author)
            .map(Author::principal)
            .forEach(name -> changes.merge(name, 1, Integer::sum));
        page.changes().stream()
            .filter(change -> change.id().equals(WriterProcess.id("leased")))
            .map(change -> change.author().principal())
            .map(name -> Long.valueOf(name.substring(name.indexOf('@') + 1)))
            .forEach(tokens::add);
        at = page.next();
        more = page.more();
      }
      assertThat(changes.keySet()).containsAll(acknowledged);
      assertThat(tried).containsAll(changes.keySet());
      assertThat(tokens).as("the tokens of leases, in the order of the log").isSorted();
      assertThat(changes.values()).as("both writes of each commit, once").containsOnly(2);
      Set<String> names = new HashSet<>();
      Scan scan = Scan.of("app", "fact");
      for (var page = store.scan(scan); ; page = store.scan(scan.withAfter(page.next().get()))) {
        page.items().forEach(record -> names.add(record.id().id()));
        if (page.next().isEmpty()) {
          break;
        }
      }
      names.remove("shared");
      names.remove("leased");
      assertThat(names).isEqualTo(changes.keySet());
      assertThat(store.statistics("app").total().records()).isEqualTo(names.size() + 2L);
    }
  }
}
