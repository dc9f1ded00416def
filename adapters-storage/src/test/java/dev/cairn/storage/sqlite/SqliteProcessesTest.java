package dev.cairn.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one file: racing each other, and killed while they write. */
class SqliteProcessesTest {
  @TempDir private Path folder;

  /** The driver unpacks its library into a folder, where a process that is killed leaves it. */
  private List<String> command(String mode, Path file, int number) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Dorg.sqlite.tmpdir=" + folder,
        "-cp",
        System.getProperty("java.class.path"),
        WriterProcess.class.getName(),
        mode,
        file.toString(),
        Integer.toString(number));
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
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
      processes.add(start(command("increment", file, 30)));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    try (RecordStore store = open(file)) {
      assertThat(store.get(WriterProcess.COUNTER).map(WriterProcess::number)).contains(90);
    }
  }

  /** A limit on the size of files makes the disk fail in the middle of a commit. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void writeThatTheDiskRefusedAtTheCommitIsOfUnknownOutcome() throws Exception {
    Path file = folder.resolve("limited.db");
    open(file).close();
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", "ulimit -f 8000; exec \"$@\"", "sh"));
    limited.addAll(command("batches", file, 1));

    Process process = start(limited);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(WriterProcess.UNKNOWN);
    verify(file, acknowledged().getLast(), 1, "limited");
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
      Process process = start(command("batches", file, from));
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
      assertThat(store.statistics("n").of("fact")).as(run).isEqualTo(counted(store));
    }
  }

  private static StoreStatistics.Count counted(RecordStore store) {
    long records = 0;
    long bytes = 0;
    Scan scan = Scan.of("n", "fact");
    Page<Record> page = store.scan(scan);
    while (true) {
      records += page.items().size();
      bytes += page.items().stream().mapToLong(found -> found.payload().size()).sum();
      if (page.next().isEmpty()) {
        return new StoreStatistics.Count(records, bytes);
      }
      page = store.scan(scan.withAfter(page.next().get()));
    }
  }
}
