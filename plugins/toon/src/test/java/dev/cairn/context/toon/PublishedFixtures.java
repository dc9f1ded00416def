package dev.cairn.context.toon;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.opentest4j.TestAbortedException;

/**
 * The fixtures that are published with the specification, as an npm package: fetched once for a
 * build folder, by the npm client and from the registry that it is set up for.
 */
final class PublishedFixtures {
  private static final String PACKAGE = "@toon-format/spec@3.3.2";
  private static final String FILE = "toon-format-spec-3.3.2.tgz";
  private static final String SHA_512 =
      "J2TaK9EQNPW5Hp9GhBavS3u7hE2AD/AqhV7UFYQ5quOnBgEAkUMJC6BwYxVyTRT4yy0rDQGyqK7tmMbwTZuStA==";
  private static final int SECONDS = 120;
  private static final int BLOCK = 512;

  private PublishedFixtures() {}

  /**
   * @param file the fixture file, such as {@code objects}
   */
  record Fixture(String file, JsonObject members) {
    String name() {
      return file + ": " + text("name");
    }

    String text(String member) {
      return ((JsonString) value(member)).value();
    }

    JsonValue value(String member) {
      return members.find(member).orElseThrow();
    }

    boolean flag(String member) {
      return members.find(member).map(JsonValue::toString).orElse("").equals("true");
    }

    Optional<JsonValue> option(String option) {
      return members.find("options").flatMap(options -> ((JsonObject) options).find(option));
    }

    int number(String option, int otherwise) {
      return option(option)
          .map(value -> ((JsonNumber) value).decimalValue().intValueExact())
          .orElse(otherwise);
    }
  }

  /**
   * @param side {@code encode} or {@code decode}
   * @throws TestAbortedException if there is no npm, or it cannot fetch
   */
  static List<Fixture> load(String side) throws IOException, InterruptedException {
    String folder = "package/tests/fixtures/" + side + "/";
    List<Fixture> fixtures = new ArrayList<>();
    try (DataInputStream tar =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(archive())))) {
      byte[] header = new byte[BLOCK];
      for (tar.readFully(header); header[0] != 0; tar.readFully(header)) {
        String name = ascii(header, 0, 100);
        int size = Integer.parseInt(ascii(header, 124, 12).strip(), 8);
        byte[] content = new byte[size];
        tar.readFully(content);
        tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        if (name.startsWith(folder)) {
          addAll(name.substring(folder.length()), JsonValue.parse(content), fixtures);
        }
      }
    }
    return fixtures;
  }

  private static void addAll(String file, JsonValue content, List<Fixture> fixtures) {
    JsonArray tests = (JsonArray) ((JsonObject) content).find("tests").orElseThrow();
    for (JsonValue test : tests.elements()) {
      fixtures.add(new Fixture(file, (JsonObject) test));
    }
  }

  private static String ascii(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.US_ASCII);
  }

  private static synchronized byte[] archive() throws IOException, InterruptedException {
    Path folder = Path.of("target", "published-fixtures");
    Path archive = folder.resolve(FILE);
    if (!Files.exists(archive)) {
      Files.createDirectories(folder);
      fetch(folder);
    }
    byte[] bytes = Files.readAllBytes(archive);
    if (!SHA_512.equals(sha512(bytes))) {
      Files.delete(archive);
      throw new IOException(
          "%s was wanted with the published checksum, but has another. Run again to fetch it anew."
              .formatted(FILE));
    }
    return bytes;
  }

  private static void fetch(Path folder) throws InterruptedException {
    try {
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "pack",
                  "--silent",
                  "--fetch-retries=1",
                  "--fetch-retry-mintimeout=1000",
                  PACKAGE)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!npm.waitFor(SECONDS, TimeUnit.SECONDS)) {
        npm.descendants().forEach(ProcessHandle::destroy);
        npm.destroy();
        throw new TestAbortedException("npm did not fetch %s in time.".formatted(PACKAGE));
      }
      if (npm.exitValue() != 0) {
        throw new TestAbortedException(
            "npm could not fetch %s; exit code %d.".formatted(PACKAGE, npm.exitValue()));
      }
    } catch (IOException absent) {
      throw new TestAbortedException(
          "There is no npm to fetch %s with.".formatted(PACKAGE), absent);
    }
  }

  private static String sha512(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
