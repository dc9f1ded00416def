package dev.cairn.importer.luminoracore;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** All that the importer hands over. Not thread-safe. */
final class Collected implements ImportTarget {
  final List<Fact> facts = new ArrayList<>();
  final List<Episode> episodes = new ArrayList<>();
  final List<Affinity> affinities = new ArrayList<>();
  final List<ImportNotice> notices = new ArrayList<>();

  static Collected of(Path source) {
    Collected collected = new Collected();
    new LuminoraCoreImporter().read(source, collected);
    return collected;
  }

  /** Reads a file with this content, which is made in {@code folder}. */
  static Collected of(Path folder, String content) {
    return of(folder, content.getBytes(StandardCharsets.UTF_8));
  }

  static Collected of(Path folder, byte[] content) {
    try {
      return of(Files.write(folder.resolve("source.jsonl"), content));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A copy of a fixture in {@code folder}. */
  static Path fixture(Path folder, String name) {
    String resource = name.equals("facts_2000.jsonl") ? "/" + name : "/fixtures/" + name;
    try (InputStream in =
        Objects.requireNonNull(Collected.class.getResourceAsStream(resource), resource)) {
      Path copy = folder.resolve(name);
      Files.write(copy, in.readAllBytes());
      return copy;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void fact(Fact fact, String place) {
    facts.add(fact);
  }

  @Override
  public void episode(Episode episode, String place) {
    episodes.add(episode);
  }

  @Override
  public void affinity(Affinity affinity, String place) {
    affinities.add(affinity);
  }

  @Override
  public void noun(Noun noun, String place) {
    throw new AssertionError("LuminoraCore has no nouns.");
  }

  @Override
  public void verb(Verb verb, String place) {
    throw new AssertionError("LuminoraCore has no verbs.");
  }

  @Override
  public void notice(ImportNotice notice) {
    notices.add(notice);
  }

  long count(Kind kind) {
    return notices.stream().filter(notice -> notice.kind() == kind).count();
  }

  long count(Kind kind, String message) {
    return notices.stream()
        .filter(notice -> notice.kind() == kind && notice.message().contains(message))
        .count();
  }
}
