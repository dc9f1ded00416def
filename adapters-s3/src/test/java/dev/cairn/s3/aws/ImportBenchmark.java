package dev.cairn.s3.aws;

import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StoreTraffic;
import dev.cairn.store.WriteBatch;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/** What importing many records and reading a few of them costs. */
final class ImportBenchmark {
  private static final int BATCH = 10_000;
  private static final int READS = 100;
  private static final double MEGABYTE = 1e6;

  private final int records;
  private final RequestTable table;
  private long plainBytes;
  private long makingFacts;

  ImportBenchmark(int records, RequestTable table) {
    this.records = records;
    this.table = table;
  }

  void run() {
    try (S3Server server = new S3Server()) {
      importRecords(server);
      stored(server);
      coldReads(server);
    }
  }

  private static double cpuSeconds() {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return process.getProcessCpuTime() / 1e9;
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void importRecords(S3Server server) {
    double cpu = cpuSeconds();
    try (SharedStore store = RequestBenchmark.open(server.endpoint())) {
      StoreTraffic start = store.traffic();
      for (int first = 0; first < records; first += BATCH) {
        commit(store, batch(first));
      }
      StoreTraffic traffic = store.traffic().minus(start);
      table.row(
          "requests per record, import of %,d".formatted(records),
          traffic.requestsPerWrite(),
          0.001,
          "1",
          "7");
      long both = traffic.lists() + traffic.deletes();
      table.row("– of these LIST and DELETE", both, 0, "0", "");
    }
    double used = cpuSeconds() - cpu - makingFacts / 1e9;
    table.row("– processor seconds, the server's included", used, 60, "–", "");
  }

  private WriteBatch batch(int first) {
    long before = threadNanos();
    WriteBatch.Builder batch = WriteBatch.by(new Author("import", ""));
    for (int i = first; i < Math.min(records, first + BATCH); i++) {
      byte[] fact = BulkRecords.fact(i);
      plainBytes += fact.length;
      batch.put(BulkRecords.id(i), Payload.wrap(fact));
    }
    WriteBatch made = batch.build();
    makingFacts += threadNanos() - before;
    return made;
  }

  private static void commit(SharedStore store, WriteBatch batch) {
    if (!(store.commit(batch) instanceof CommitResult.Committed)) {
      throw new IllegalStateException("A commit failed in a benchmark without faults");
    }
  }

  private void stored(S3Server server) {
    double plain = plainBytes;
    table.row("– bytes stored, part of the plain records'", part(server, plain), 1, "1", "");
    try (SharedStore store = RequestBenchmark.open(server.endpoint())) {
      store.compact();
    }
    table.row("– the same after 'compact'", part(server, plain), 0.2, "1", "");
  }

  private static double part(S3Server server, double plain) {
    return server.storedBytes() / plain;
  }

  private void coldReads(S3Server server) {
    long before = usedMemory();
    SplittableRandom random = new SplittableRandom(1);
    long start = System.nanoTime();
    try (SharedStore store = RequestBenchmark.open(server.endpoint())) {
      for (int i = 0; i < READS; i++) {
        int number = random.nextInt(records);
        int size = store.get(BulkRecords.id(number)).orElseThrow().payload().size();
        if (size != BulkRecords.fact(number).length) {
          throw new IllegalStateException("Record %d has %d bytes".formatted(number, size));
        }
      }
      StoreTraffic traffic = store.traffic();
      double seconds = (System.nanoTime() - start) / 1e9;
      String plain = "%,d".formatted(READS + (records + 999) / 1_000);
      table.row("requests, cold start and 100 reads", traffic.requests(), 160, plain, "");
      table.row("– megabytes read", traffic.bytesRead() / MEGABYTE, 64, "", "");
      table.row("– seconds, without delays of the network", seconds, 60, "", "");
      table.row("– megabytes of memory", (usedMemory() - before) / MEGABYTE, 128, "", "");
    }
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
