package dev.cairn.migration.legacy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What a real version of Brainy wrote, and what was given to it.
 *
 * @param version of Brainy
 * @param objects bodies by key
 * @param backup what its {@code backup()} returned; empty JSON if none was kept
 * @param manifest what went in: {@code nouns} and {@code verbs}
 */
public record BrainyDump(
    String version, Map<String, byte[]> objects, byte[] backup, JsonObject manifest) {
  /** Versions of which a bucket with 20 nouns and 10 verbs is there. */
  public static final List<String> VERSIONS =
      List.of("0.13.0", "0.17.0", "0.30.0", "0.36.0", "0.47.0", "0.49.0", "0.54.7", "1.1.1");

  /** A bucket that one of {@link #VERSIONS} wrote. */
  public static BrainyDump ofBucket(String version) {
    return of(version, "/brainy/versions.zip", version + "/", "bucket/");
  }

  /** A folder that 0.60.0 wrote: 200 nouns, 100 verbs. */
  public static BrainyDump ofFolder() {
    return of("0.60.0", "/brainy/filesystem-0.60.0.zip", "", "filesystem/");
  }

  public List<JsonObject> nouns() {
    return list("nouns");
  }

  public List<JsonObject> verbs() {
    return list("verbs");
  }

  private List<JsonObject> list(String name) {
    return ((JsonArray) manifest.find(name).orElseThrow())
        .elements().stream().map(JsonObject.class::cast).toList();
  }

  /** A member that is a text. */
  public static String text(JsonObject object, String name) {
    return ((JsonString) object.find(name).orElseThrow()).value();
  }

  private static BrainyDump of(String version, String archive, String folder, String objects) {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    Map<String, byte[]> others = new LinkedHashMap<>();
    try (InputStream in = Objects.requireNonNull(BrainyDump.class.getResourceAsStream(archive));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (Optional<ZipEntry> entry = next(zip); entry.isPresent(); entry = next(zip)) {
        String name = entry.get().getName();
        if (entry.get().isDirectory() || !name.startsWith(folder)) {
          continue;
        }
        String path = name.substring(folder.length());
        if (!path.startsWith(objects)) {
          others.put(path, zip.readAllBytes());
        } else if (!path.endsWith("/_s3meta.json")) {
          bodies.put(path.substring(objects.length()), zip.readAllBytes());
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new BrainyDump(
        version,
        bodies,
        others.getOrDefault("backup.s3.json", "{}".getBytes(StandardCharsets.UTF_8)),
        (JsonObject) JsonValue.parse(Objects.requireNonNull(others.get("manifest.json"))));
  }

  private static Optional<ZipEntry> next(ZipInputStream zip) throws IOException {
    return Optional.ofNullable(zip.getNextEntry());
  }
}
