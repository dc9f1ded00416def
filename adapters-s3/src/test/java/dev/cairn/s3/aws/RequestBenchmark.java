package dev.cairn.s3.aws;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StoreTraffic;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What writes cost: requests that the adapter counts itself, through the AWS SDK and HTTP, to a
 * server that takes as long as S3. Arguments: seconds for each row, and how many records are
 * imported; 30 and 1,000,000 by default.
 */
public final class RequestBenchmark {
  private static final Author AUTHOR = new Author("benchmark", "");

  private final Duration duration;
  private final RequestTable table = new RequestTable();

  RequestBenchmark(Duration duration) {
    this.duration = duration;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int records = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    RequestTable table = new RequestBenchmark(Duration.ofSeconds(seconds)).run(records);
    table.print();
    if (!table.misses().isEmpty()) {
      System.out.println("not reached: " + table.misses());
      System.exit(1);
    }
  }

  RequestTable run(int records) throws Exception {
    one();
    rate("1 process at 20 writes a second", 1, 20, 0.25);
    rate("8 processes at 20 a second each", 8, 20, Double.NaN);
    rate("8 processes at 1 a second each", 8, 1, Double.NaN);
    new ImportBenchmark(records, table).run();
    return table;
  }

  static SharedStore open(String endpoint) {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    return (SharedStore)
        new S3RecordStoreProvider()
            .create(
                Settings.of(
                    "storage.config",
                    JsonObject.builder()
                        .put("bucketName", "bucket/benchmark")
                        .put("region", "eu-central-1")
                        .put("endpoint", endpoint)
                        .build()));
  }

  /** A server as slow as S3: writes take about 60 ms, reads about 22 ms. */
  private static S3Server server() {
    S3Server server = new S3Server();
    server.delays.set(method -> method.equals("GET") ? 22 : 60);
    return server;
  }

  private static WriteBatch write(String name) {
    RecordId id = new RecordId("app", "fact", "u", name);
    return WriteBatch.by(AUTHOR).put(id, Payload.wrap(new byte[300])).build();
  }

  private static void commit(SharedStore store, WriteBatch batch) {
    if (!(store.commit(batch) instanceof CommitResult.Committed)) {
      throw new IllegalStateException("A commit failed in a benchmark without faults");
    }
  }

  /** One thread that waits for each of its writes, past the first checkpoint. */
  private void one() {
    try (S3Server server = new S3Server();
        SharedStore store = open(server.endpoint())) {
      StoreTraffic start = store.traffic();
      for (int i = 0; i < 1_000; i++) {
        commit(store, write("r" + i));
      }
      StoreTraffic traffic = store.traffic().minus(start);
      table.row(
          "requests per write, one writer that waits", traffic.requestsPerWrite(), 1.02, "1", "7");
      requireNoListsOrDeletes(traffic);
    }
  }

  private void requireNoListsOrDeletes(StoreTraffic traffic) {
    table.row("– of these LIST and DELETE", traffic.lists() + traffic.deletes(), 0, "0", "");
  }

  /** Writes arrive at a rate, from threads of their own, whether earlier ones are done or not. */
  private void rate(String name, int processes, int perSecond, double mostPerWrite)
      throws Exception {
    List<SharedStore> stores = new ArrayList<>();
    try (S3Server server = server();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < processes; i++) {
        stores.add(open(server.endpoint()));
      }
      Supplier<StoreTraffic> total =
          () -> stores.stream().map(SharedStore::traffic).reduce(StoreTraffic::plus).orElseThrow();
      long slots = logEntries(server);
      StoreTraffic start = total.get();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        SharedStore store = stores.get(i);
        String prefix = "p" + i + "-";
        writers.add(threads.submit(() -> writeAtRate(store, prefix, perSecond)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      StoreTraffic traffic = total.get().minus(start);
      table.row("requests per write, " + name, traffic.requestsPerWrite(), mostPerWrite, "1", "7");
      table.row(
          "– PUT per commit",
          traffic.writes() / (double) (logEntries(server) - slots),
          processes == 8 ? 1.5 : Double.NaN,
          "–",
          "");
      requireNoListsOrDeletes(traffic);
      stores.forEach(SharedStore::close);
    }
  }

  private static long logEntries(S3Server server) {
    return server.objects.keys().stream().filter(key -> key.contains("/log/")).count();
  }

  private void writeAtRate(SharedStore store, String prefix, int perSecond) {
    Semaphore done = new Semaphore(0);
    int writes = Math.toIntExact(perSecond * duration.toSeconds());
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writes; i++) {
        long due = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
        String name = prefix + i;
        threads.execute(
            () -> {
              awaitUntil(due);
              commit(store, write(name));
              done.release();
            });
      }
    }
    if (done.availablePermits() < writes) {
      throw new IllegalStateException("Some writes failed");
    }
  }

  private static void awaitUntil(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
