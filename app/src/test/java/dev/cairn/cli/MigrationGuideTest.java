package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.json.JsonObject;
import dev.cairn.migration.legacy.BrainyDump;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3LegacyObjectsProvider;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the commands of MIGRATING.md on live data, each section on a bucket of its own. */
@ExtendWith(TestCredentials.class)
final class MigrationGuideTest {
  private static final Path GUIDE = Path.of("MIGRATING.md");

  @TempDir private Path folder;

  record Section(String title, List<String> commands) {
    @Override
    public String toString() {
      return title;
    }
  }

  static List<Section> sections() throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    String title = "";
    boolean shell = false;
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("```")) {
        shell = line.equals("```sh");
      } else if (line.startsWith("#")) {
        title = line.replaceFirst("#+ ", "");
      } else if (shell
          && line.startsWith("cairn ")
          && !line.startsWith("cairn import")
          && !line.startsWith("cairn export")) {
        sections.computeIfAbsent(title, key -> new ArrayList<>()).add(line.strip());
      }
    }
    return sections.entrySet().stream()
        .map(entry -> new Section(entry.getKey(), entry.getValue()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void commandsOfTheGuideDoWhatItSays(Section section) {
    try (S3Server server = new S3Server()) {
      fill(server);
      for (String command : section.commands()) {
        String[] words =
            command
                .replace("backups/", folder.resolve("backups").toString())
                .replace("old.db", folder.resolve("old.db").toString())
                .split(" ");
        List<String> arguments = new ArrayList<>(Arrays.asList(words).subList(1, words.length));
        if (!command.contains("advise")) {
          arguments.addAll(1, storage(server));
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        int code =
            Main.run(new Console(stream, stream, false, false), arguments.toArray(String[]::new));

        boolean nothingToPause = command.endsWith("migrate pause") && code == 1;
        assertThat(nothingToPause || code == 0)
            .as("%s: %s", command, told.toString(StandardCharsets.UTF_8))
            .isTrue();
      }
    }
  }

  private static List<String> storage(S3Server server) {
    return List.of(
        "--set", "storage.type=s3",
        "--set", "storage.config.bucketName=bucket/old/_v2",
        "--set", "storage.config.endpoint=" + server.endpoint(),
        "--set", "storage.config.region=eu-central-1",
        "--set", "storage.config.commitInterval=PT0.001S");
  }

  private void fill(S3Server server) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(folder.resolve("old.db")))) {
      cairn.saveFact("carlos", "preferences", "sport", "basketball");
      cairn.saveFact("carlos", "preferences", "team", "Lakers");
    }
    JsonObject settings =
        JsonObject.builder()
            .put("bucketName", "bucket/old")
            .put("endpoint", server.endpoint())
            .put("region", "eu-central-1")
            .build();
    try (LegacyObjects old = new S3LegacyObjectsProvider().create(Settings.of("old", settings))) {
      BrainyDump.ofBucket("1.1.1")
          .objects()
          .forEach((key, body) -> old.put(key, body, Optional.empty()));
    }
  }
}
