package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.memory.Fact;
import dev.cairn.migration.legacy.BrainyDump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that migrates is killed at random, again and again. {@code -Dcairn.migration.kills=N}
 * says how often, {@code -Dcairn.migration.seed=N} chooses the moments.
 */
@Tag("slow")
final class KilledMigrationTest {
  private static final int COPIES = 40;
  private static final int FACTS = 60_000;
  private static final int BATCH = 1_000;
  private static final int LATEST_KILL_MILLIS = 3_000;

  @TempDir private Path folder;

  @Test
  void fromABucketItGoesOnAfterEachKillAndVerifies() throws Exception {
    fill();
    killAndGoOn(folder.resolve("source").toString());
  }

  @Test
  void fromAStoreItGoesOnAfterEachKillAndVerifies() throws Exception {
    String source = folder.resolve("source.db").toString();
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(Path.of(source)))) {
      for (int batch = 0; batch < FACTS / BATCH; batch++) {
        List<Fact> facts = new ArrayList<>();
        for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
          facts.add(Fact.of("user-" + i % 100, "notes", "key-" + i, "value " + i));
        }
        cairn.saveFacts(facts);
      }
    }
    killAndGoOn(source);
  }

  private void killAndGoOn(String source) throws Exception {
    long seed = Long.getLong("cairn.migration.seed", System.nanoTime());
    int kills = Integer.getInteger("cairn.migration.kills", 100);
    System.out.println("killed migrations: seed " + seed + ", " + kills + " kills");
    Random random = new Random(seed);
    int killed = 0;
    int finished = 0;
    for (int round = 0; killed < kills; round++) {
      String database = folder.resolve("round-" + round + ".db").toString();
      boolean done = false;
      while (!done && killed < kills) {
        done = start(source, database, random.nextInt(LATEST_KILL_MILLIS));
        killed += done ? 0 : 1;
      }
      finish(source, database);
      finished++;
    }
    System.out.println(killed + " kills in " + finished + " migrations");
  }

  private void fill() throws IOException {
    for (int copy = 0; copy < COPIES; copy++) {
      BrainyDump dump = BrainyDump.ofBucket("1.1.1");
      for (Map.Entry<String, byte[]> object : dump.objects().entrySet()) {
        String text = new String(object.getValue(), StandardCharsets.UTF_8);
        String own = "copy" + copy + "-";
        Path file =
            source()
                .resolve(
                    object
                        .getKey()
                        .replace("/doc-", "/" + own + "doc-")
                        .replace("/verb-", "/" + own + "verb-"));
        Files.createDirectories(file.getParent());
        Files.writeString(
            file,
            text.replace("\"doc-", "\"" + own + "doc-").replace("\"verb-", "\"" + own + "verb-"));
      }
    }
  }

  private Path source() {
    return folder.resolve("source");
  }

  /** Whether the process came to its end before it was killed. */
  private boolean start(String source, String database, int millis) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.cairn.cli.Main"));
    command.addAll(arguments(source, database, "start"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    if (process.waitFor(500L + millis, TimeUnit.MILLISECONDS)) {
      String log = Files.readString(folder.resolve("log"));
      // The lease of the process that was killed runs out by itself.
      assertThat(process.exitValue() == 0 || log.contains("Someone else is working"))
          .as(log)
          .isTrue();
      return process.exitValue() == 0;
    }
    process.destroyForcibly().waitFor();
    locksOf(database);
    return false;
  }

  private static void locksOf(String database) {
    run(List.of("locks", "--db", database, "release", "migration default"));
  }

  private static List<String> arguments(String source, String database, String step) {
    return List.of("migrate", "--db", database, step, "--from", source);
  }

  private static void finish(String source, String database) {
    run(List.of("locks", "--db", database, "release", "migration default"));
    for (String step : List.of("start", "fence", "verify")) {
      assertThat(run(arguments(source, database, step))).as(step).isZero();
    }
    assertThat(run(List.of("migrate", "--db", database, "cutover", "--no-mirror"))).isZero();
    assertThat(run(List.of("verify", "--db", database))).isZero();
  }

  private static int run(List<String> arguments) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return Main.run(new Console(nowhere, nowhere, false, false), arguments.toArray(String[]::new));
  }
}
