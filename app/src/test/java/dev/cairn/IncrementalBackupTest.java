package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Backup;
import dev.cairn.memory.Fact;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import dev.cairn.store.SharedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An incremental backup costs what has changed, not what there is. */
@ExtendWith(TestCredentials.class)
final class IncrementalBackupTest {
  private static final int SMALL = 2_000;
  private static final int LARGE = 20_000;
  private static final int CHANGED = 100;

  @TempDir Path folder;

  /** What an incremental backup took. */
  private record Cost(long records, long archiveBytes, long requests) {}

  private Cost cost(CairnConfig config, String name, int facts) throws IOException {
    Path backups = folder.resolve(name);
    Random random = new Random(facts);
    try (Cairn cairn = Cairn.open(config)) {
      cairn.saveFacts(facts(random, 0, facts));
      cairn.backup(backups);
      cairn.saveFacts(facts(random, facts / 2, CHANGED));
      long before = requests(cairn);
      Backup.Made made = cairn.backups().incremental(backups.toString(), (done, total) -> {});
      return new Cost(
          made.summary().kept() + made.summary().removed(),
          Files.size(backups.resolve(made.name())),
          requests(cairn) - before);
    }
  }

  private static List<Fact> facts(Random random, int from, int count) {
    List<Fact> facts = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      facts.add(
          Fact.of("user-" + i % 50, "notes", "key-" + i, Long.toHexString(random.nextLong())));
    }
    return facts;
  }

  private static long requests(Cairn cairn) {
    return cairn.store() instanceof SharedStore shared ? shared.traffic().requests() : 0;
  }

  private CairnConfig sqlite(String name) {
    return CairnConfig.sqlite(folder.resolve(name + ".db"));
  }

  @Test
  void ofAFileItReadsAndWritesWhatChanged() throws IOException {
    Cost small = cost(sqlite("small"), "of-small", SMALL);
    Cost large = cost(sqlite("large"), "of-large", LARGE);

    assertThat(small.records()).isBetween((long) CHANGED, 2L * CHANGED + 10);
    assertThat(large.records()).isEqualTo(small.records());
    assertThat(large.archiveBytes()).isLessThan(small.archiveBytes() * 11 / 10);
  }

  @Test
  void ofABucketItAsksForWhatChanged() throws IOException {
    try (S3Server server = new S3Server()) {
      Cost small = cost(s3(server, "small"), "of-small", SMALL);
      Cost large = cost(s3(server, "large"), "of-large", LARGE);

      System.out.println("incremental backup of a bucket: " + small + " and " + large);
      assertThat(large.records()).isEqualTo(small.records());
      assertThat(large.archiveBytes()).isLessThan(small.archiveBytes() * 11 / 10);
      assertThat(large.requests()).isLessThanOrEqualTo(small.requests() + 10);
    }
  }

  private static CairnConfig s3(S3Server server, String name) {
    return CairnConfig.builder()
        .storage(
            Component.of(
                "s3",
                Map.of(
                    "bucketName",
                    "bucket/" + name,
                    "endpoint",
                    server.endpoint(),
                    "region",
                    "eu-central-1",
                    "commitInterval",
                    "PT0.001S")))
        .build();
  }
}
