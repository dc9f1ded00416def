package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.WriteBatch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What many records cost in requests, bytes and time, beside one object for each record. {@code
 * -Dcairn.s3.records=N} sets how many.
 */
@Tag("slow")
final class LargeBucketTest {
  private static final int BATCH = 10_000;
  private static final int READS = 100;
  private static final int FACTS_OF_A_USER = 100;
  private static final String[] WORDS =
      ("the of a to in is with on from at has likes prefers works lives enjoys usually often sister "
              + "brother friend colleague team project coffee tea running cycling mountains city small "
              + "large house garden weekend morning evening winter summer music guitar piano book novel "
              + "recipe kitchen language spanish italian trip train flight office meeting deadline dog cat")
          .split(" ");
  private static final String[] CATEGORIES = {"preferences", "work", "family", "hobbies", "travel"};

  private final int records = Integer.getInteger("cairn.s3.records", 1_000_000);
  private final S3Server server = new S3Server();
  private long plainBytes;
  private long makingFacts;

  @AfterEach
  void stop() {
    server.close();
  }

  private static RecordId id(int number) {
    return new RecordId(
        "app",
        "fact",
        String.format(Locale.ROOT, "usr_%06x", number / FACTS_OF_A_USER),
        CATEGORIES[number % CATEGORIES.length] + "/key_" + number % FACTS_OF_A_USER);
  }

  /** A fact of about 300 bytes as other programs write it. */
  private static byte[] fact(int number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder();
    while (text.length() < 70) {
      // Frequent words are more frequent than rare ones, as in any language.
      double skewed = random.nextDouble() * random.nextDouble();
      text.append(WORDS[(int) (WORDS.length * skewed)]).append(' ');
    }
    RecordId id = id(number);
    return String.format(
            Locale.ROOT,
            "{\"user_id\": \"%s\", \"category\": \"%s\", \"key\": \"key_%d\", \"value\": \"%s\", "
                + "\"importance\": 0.%d, \"timestamp\": \"2026-%02d-%02dT%02d:%02d:%02dZ\", "
                + "\"source\": \"conversation\", \"confidence\": 0.%02d, \"tags\": [\"%s\", \"imported\"]}",
            id.partition(),
            CATEGORIES[number % CATEGORIES.length],
            number % FACTS_OF_A_USER,
            text.toString().strip(),
            random.nextInt(10),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            random.nextInt(100),
            WORDS[random.nextInt(WORDS.length)])
        .getBytes(StandardCharsets.UTF_8);
  }

  private static double cpuSeconds() {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return process.getProcessCpuTime() / 1e9;
  }

  private static void say(String what, double figure, String unit, double most) {
    System.out.printf(
        Locale.ROOT, "| %s | %.4f %s | <= %s |%n", what, figure, unit, Double.toString(most));
    assertThat(figure).as(what).isLessThanOrEqualTo(most);
  }

  private void load() {
    try (RecordStore store = WriterProcess.open(server.endpoint())) {
      for (int first = 0; first < records; first += BATCH) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        WriteBatch.Builder batch = WriteBatch.by(new Author("import", ""));
        for (int i = first; i < Math.min(records, first + BATCH); i++) {
          byte[] fact = fact(i);
          plainBytes += fact.length;
          batch.put(id(i), Payload.wrap(fact));
        }
        makingFacts += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(store.commit(batch.build())).isInstanceOf(CommitResult.Committed.class);
      }
    }
  }

  @Test
  void manyRecordsCostLittle() {
    double cpu = cpuSeconds();
    load();
    double importing = cpuSeconds() - cpu - makingFacts / 1e9;
    long requests = server.requests.get();
    System.out.printf(
        "%d records of %d bytes, one object each: %d PUT, %d bytes%n",
        records, plainBytes / records, records, plainBytes);
    say("requests per record, import", requests / (double) records, "", 0.001);
    say("processor time of the import and the server", importing, "s", 60);
    long lists = server.objects.lists.get() + server.objects.deletes.get();
    say("LIST and DELETE, import", lists, "", records >= 1_000_000 ? 1 : 5);
    say("bytes stored after the import", server.storedBytes() / (double) plainBytes, "x", 1);
    try (RecordStore store = WriterProcess.open(server.endpoint())) {
      store.compact();
    }
    say("bytes stored after 'compact'", server.storedBytes() / (double) plainBytes, "x", 0.2);

    requests = server.requests.get();
    long bytes = server.objects.bytesRead.get(); // not those of counting what is stored
    long start = System.nanoTime();
    SplittableRandom random = new SplittableRandom(1);
    try (RecordStore store = WriterProcess.open(server.endpoint())) {
      for (int i = 0; i < READS; i++) {
        int number = random.nextInt(records);
        assertThat(store.get(id(number)).orElseThrow().payload().size())
            .isEqualTo(fact(number).length);
      }
    }
    say("requests, cold start and 100 reads", server.requests.get() - requests, "", 160);
    say(
        "megabytes read, cold start and 100 reads",
        (server.objects.bytesRead.get() - bytes) / 1e6,
        "MB",
        64);
    say("time of the cold start and 100 reads", (System.nanoTime() - start) / 1e9, "s", 60);
  }
}
