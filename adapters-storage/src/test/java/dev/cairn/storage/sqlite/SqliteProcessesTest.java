package dev.cairn.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one file: racing each other, and killed while they write. */
class SqliteProcessesTest {
  @TempDir private Path folder;

  private Process start(String mode, Path file, int number) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            mode,
            file.toString(),
            Integer.toString(number))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(folder.resolve("acknowledged").toFile())
        .start();
  }

  private static RecordStore open(Path file) {
    SqliteConfig config = new SqliteConfig(file.toString(), null, null, null, 1);
    return new SqliteRecordStore(SqliteDatabase.open(config), InstantSource.system());
  }

  @RepeatedTest(5)
  void incrementsOfSeveralProcessesAreNotLost(@TempDir Path fresh) throws Exception {
    Path file = fresh.resolve("race.db");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start("increment", file, 30));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    try (RecordStore store = open(file)) {
      assertThat(store.get(WriterProcess.COUNTER).map(WriterProcess::number)).contains(90);
    }
  }

  @Test
  void killedWriterLosesNothingThatItAcknowledged() throws Exception {
    killRepeatedly(4);
  }

  @Test
  @Tag("slow")
  void writerKilledTwoHundredTimesLosesNothingThatItAcknowledged() throws Exception {
    killRepeatedly(200);
  }

  private void killRepeatedly(int kills) throws Exception {
    long seed = System.nanoTime();
    System.out.println("kill -9, seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path file = folder.resolve("killed.db");
    int acknowledged = -1;
    for (int kill = 0; kill < kills; kill++) {
      int from = acknowledged + 2;
      Process process = start("batches", file, from);
      acknowledged = Math.max(acknowledged, killAtRandom(process, random));
      verify(file, acknowledged, from, "seed %d, kill %d".formatted(seed, kill));
    }
    assertThat(acknowledged).as("batches that were acknowledged").isGreaterThan(kills);
  }

  /** Kills the writer a random number of milliseconds after its first acknowledgement. */
  private int killAtRandom(Process process, SplittableRandom random)
      throws IOException, InterruptedException {
    while (acknowledged().isEmpty()) {
      assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as("the writer ended").isFalse();
    }
    process.waitFor(random.nextInt(80), TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return acknowledged().getLast();
  }

  /** The batches that the writer printed whole; it may have been killed while it printed one. */
  private List<Integer> acknowledged() throws IOException {
    String printed = Files.readString(folder.resolve("acknowledged"));
    return printed
        .substring(0, printed.lastIndexOf('\n') + 1)
        .lines()
        .map(Integer::valueOf)
        .toList();
  }

  private static void verify(Path file, int acknowledged, int from, String run) {
    try (RecordStore store = open(file)) {
      for (int batch = from; batch <= acknowledged + 2; batch++) {
        int found = 0;
        for (int record = 0; record < WriterProcess.BATCH; record++) {
          found += store.get(WriterProcess.id(batch, record)).isPresent() ? 1 : 0;
        }
        if (batch <= acknowledged) {
          assertThat(found)
              .as("%s, acknowledged batch %d", run, batch)
              .isEqualTo(WriterProcess.BATCH);
        } else {
          assertThat(found).as("%s, batch %d", run, batch).isIn(0, WriterProcess.BATCH);
        }
      }
      RecordId last = WriterProcess.id(acknowledged, 0);
      assertThat(store.scan(Scan.of("n", "fact", last.partition())).items()).isNotEmpty();
      long counted = store.statistics("n").of("fact").records();
      assertThat(counted % WriterProcess.BATCH).as("%s, records %d", run, counted).isZero();
    }
  }
}
