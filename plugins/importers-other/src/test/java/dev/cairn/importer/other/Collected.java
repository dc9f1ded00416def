package dev.cairn.importer.other;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.MemoryImporter;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an importer hands over. */
final class Collected implements ImportTarget {
  final List<Fact> facts = new ArrayList<>();
  final List<Noun> nouns = new ArrayList<>();
  final List<Verb> verbs = new ArrayList<>();
  final List<String> notices = new ArrayList<>();

  static Collected of(MemoryImporter importer, Path file) {
    Collected collected = new Collected();
    importer.read(file, collected);
    return collected;
  }

  static Path file(Path folder, String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * @param map fields and columns, one after another
   */
  static RowShape shape(String as, String... map) {
    JsonObject.Builder fields = JsonObject.builder();
    for (int i = 0; i < map.length; i += 2) {
      fields.put(map[i], new JsonString(map[i + 1]));
    }
    return RowShape.of(
        Settings.of(
            "import", JsonObject.builder().put("as", as).put("map", fields.build()).build()));
  }

  @Override
  public void fact(Fact fact, String place) {
    facts.add(fact);
  }

  @Override
  public void episode(Episode episode, String place) {
    throw new AssertionError("No episode was expected.");
  }

  @Override
  public void affinity(Affinity affinity, String place) {
    throw new AssertionError("No affinity was expected.");
  }

  @Override
  public void noun(Noun noun, String place) {
    nouns.add(noun);
  }

  @Override
  public void verb(Verb verb, String place) {
    verbs.add(verb);
  }

  @Override
  public void notice(ImportNotice notice) {
    notices.add(notice.kind() + " " + notice.place() + ": " + notice.message());
  }
}
