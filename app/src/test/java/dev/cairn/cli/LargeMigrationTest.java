package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.Component;
import dev.cairn.migration.legacy.LegacyFormatProvider;
import dev.cairn.migration.live.Fence;
import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.MigrationListener;
import dev.cairn.migration.live.StragglerPolicy;
import dev.cairn.migration.live.Translation;
import dev.cairn.migration.live.VerificationReport;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import dev.cairn.store.SharedStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bucket of many nouns is taken over in place: as many as {@code -Dcairn.migration.nouns} says,
 * into a file of SQLite, or with {@code -Dcairn.migration.target=s3} into a bucket on a server in
 * this process, which keeps all of it in memory. Bound the memory by {@code -Xmx}.
 */
@Tag("slow")
@ExtendWith(TestCredentials.class)
final class LargeMigrationTest {
  private static final int NOUNS = Integer.getInteger("cairn.migration.nouns", 20_000);
  private static final int DIMENSIONS = 384;

  private static final boolean TO_BUCKET =
      "s3".equals(System.getProperty("cairn.migration.target"));

  @TempDir Path folder;

  @Test
  void requestsAreBoundedByTheObjects() {
    GeneratedBucket old = new GeneratedBucket(NOUNS, DIMENSIONS);
    try (S3Server server = new S3Server();
        Cairn cairn = Cairn.open(config(server))) {
      LiveMigration migration =
          LiveMigration.ofGraph(
              old,
              Translation.of(
                  Providers.load("legacy format", LegacyFormatProvider.class)
                      .named("brainy")
                      .create(Settings.EMPTY)),
              cairn.documents(),
              cairn.locks());
      long began = System.nanoTime();
      migration.start(MigrationListener.NONE);
      double copied = seconds(began);
      migration.fence(new Fence.Advisory());
      VerificationReport report = migration.verify(MigrationListener.NONE);
      migration.cutover(false, StragglerPolicy.KEEP_TARGET);

      double requests = (double) old.requests() / old.objects();
      long own = cairn.store() instanceof SharedStore it ? it.traffic().requests() : 0;
      System.out.printf(
          Locale.ROOT,
          "%,d nouns in %,d objects: copied in %.0f s, all in %.0f s; %.3f requests per object, %,d to the new home%n",
          NOUNS,
          old.objects(),
          copied,
          seconds(began),
          requests,
          own);
      assertThat(report.passed()).as(report.toString()).isTrue();
      assertThat(report.vectors()).isEqualTo(NOUNS);
      assertThat(requests).isLessThanOrEqualTo(2.1);
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private CairnConfig config(S3Server server) {
    if (!TO_BUCKET) {
      return CairnConfig.sqlite(folder.resolve("new.db"));
    }
    return CairnConfig.builder()
        .storage(
            Component.of(
                "s3",
                Map.of(
                    "bucketName", "bucket/new",
                    "endpoint", server.endpoint(),
                    "region", "eu-central-1")))
        .build();
  }
}
