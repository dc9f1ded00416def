package dev.cairn.importer.brainy;

import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStream;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.legacy.LegacyFormat.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code backup()} returned, or sparse data of that shape, as one JSON text:
 *
 * <pre>
 * { "nouns": [ { "id", "vector"?, "metadata"? } … ],
 *   "verbs": [ { "id", "sourceId", "targetId", "type", "weight"?, "vector"?, "metadata"? … } … ],
 *   "version": any text,
 *   "nounTypes"?, "verbTypes"?, "hnswIndex"? }
 * </pre>
 *
 * It is read twice, since nouns need to be told from verbs that stand among them, and once more if
 * the verbs come first. Holds the ids of the verbs and one item at a time. Not thread-safe.
 */
final class BackupFile {
  private static final String NOUNS = "nouns";
  private static final String VERBS = "verbs";
  private static final String VERSION = "version";
  private static final Set<String> IGNORED = Set.of("nounTypes", "verbTypes", "hnswIndex");

  /** Brainy read one page of a bucket's listing. */
  private static final long CUT_AT = 1_000;

  private final Path source;
  private final ImportTarget target;
  private final Set<String> verbIds = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private long nouns;
  private boolean verbsFirst;
  private boolean hadVerbs;

  BackupFile(Path source, ImportTarget target) {
    this.source = source;
    this.target = target;
  }

  void read() throws IOException {
    eachMember(this::look);
    for (String member : List.of(NOUNS, VERBS, VERSION)) {
      if (!seen.contains(member)) {
        throw new ImportException(
            "A backup must have '%s', but %s has none. Nothing was imported; add it, for example %s."
                .formatted(
                    member, source, member.equals(VERSION) ? "\"version\": \"1.0.0\"" : "as []"));
      }
    }
    if (nouns == 0) {
      target.notice(
          new ImportNotice(
              Kind.AMBIGUOUS,
              NOUNS,
              "there are none; Brainy 0.41 to 1.1 made such backups of buckets that had some, so import a copy of the bucket instead"));
    }
    if (nouns == CUT_AT) {
      target.notice(
          new ImportNotice(
              Kind.AMBIGUOUS,
              NOUNS,
              "there are 1,000, where Brainy cut backups of buckets that had more; compare with the bucket"));
    }
    if (verbsFirst) {
      eachMember((name, in) -> readElements(name, Set.of(NOUNS), in));
      eachMember((name, in) -> readElements(name, Set.of(VERBS), in));
    } else {
      eachMember((name, in) -> readElements(name, Set.of(NOUNS, VERBS), in));
    }
    boolean byBrainyItself = IGNORED.stream().anyMatch(seen::contains);
    if (byBrainyItself && nouns > 0 && !hadVerbs) {
      target.notice(
          new ImportNotice(
              Kind.AMBIGUOUS,
              VERBS,
              "there are none; Brainy made such backups of folders that had some, as of version 0.60, so import the folder or the bucket instead"));
    }
  }

  /** What to do with a member: reads or skips its value. */
  private interface Member {
    void accept(String name, JsonStream in) throws IOException;
  }

  private void eachMember(Member each) throws IOException {
    try (InputStream file = Files.newInputStream(source)) {
      JsonStream in = new JsonStream(file);
      in.enterObject();
      while (in.hasNext()) {
        each.accept(in.name(), in);
      }
      in.leave();
      in.end();
    }
  }

  private void look(String name, JsonStream in) throws IOException {
    if (!seen.add(name)) {
      throw new ImportException(
          "The backup %s has '%s' twice. Nothing was imported; leave one out."
              .formatted(source, name));
    }
    switch (name) {
      case NOUNS -> nouns = count(in);
      case VERBS -> {
        verbsFirst = !seen.contains(NOUNS);
        in.enterArray();
        while (in.hasNext()) {
          if (in.value() instanceof JsonObject verb) {
            Bodies.text(verb, "id").ifPresent(verbIds::add);
          }
        }
        in.leave();
      }
      case VERSION -> {
        JsonValue version = in.value();
        if (version instanceof JsonNull
            || version.equals(JsonBoolean.FALSE)
            || version.equals(new JsonString(""))) {
          seen.remove(VERSION);
        }
      }
      default -> {
        if (!IGNORED.contains(name)) {
          target.notice(
              new ImportNotice(
                  Kind.SKIPPED, "line " + in.line(), "a member that backups do not have"));
        }
        in.skip();
      }
    }
  }

  private static long count(JsonStream in) throws IOException {
    long count = 0;
    in.enterArray();
    while (in.hasNext()) {
      in.skip();
      count++;
    }
    in.leave();
    return count;
  }

  private void readElements(String name, Set<String> wanted, JsonStream in) throws IOException {
    if (!wanted.contains(name)) {
      in.skip();
      return;
    }
    in.enterArray();
    for (long number = 1; in.hasNext(); number++) {
      String place = "%s, number %d, line %d".formatted(name, number, in.line());
      JsonValue element = in.value();
      Optional<String> id =
          element instanceof JsonObject object
              ? Bodies.text(object, "id").filter(text -> !text.isBlank())
              : Optional.empty();
      if (id.isEmpty()) {
        skipped(place, "it is no object with an id; give it one");
      } else if (name.equals(NOUNS)) {
        noun(id.get(), (JsonObject) element);
      } else {
        handOver(
            Verbs.read(id.get(), (JsonObject) element, Optional.empty(), List.of()),
            "verb " + id.get());
      }
    }
    in.leave();
  }

  private void noun(String id, JsonObject body) {
    String place = "noun " + id;
    Optional<JsonValue> metadata = body.find("metadata");
    boolean nothing =
        metadata.filter(value -> value instanceof JsonObject object && !object.isEmpty()).isEmpty();
    if (nothing && verbIds.contains(id)) {
      skipped(place, "it is a verb, which old versions list among the nouns, too");
      return;
    }
    Item read = Nouns.read(id, body, metadata, List.of());
    if (read instanceof Item.OfNoun it
        && it.noun().vector().isEmpty()
        && it.noun().text().isEmpty()) {
      target.notice(
          new ImportNotice(
              Kind.AMBIGUOUS,
              place,
              "it has neither a vector nor a text and can be found by its fields alone"));
    }
    handOver(read, place);
  }

  private void handOver(Item item, String place) {
    switch (item) {
      case Item.OfNoun read -> {
        tell(place, read.oddities());
        target.noun(read.noun(), place);
      }
      case Item.OfVerb read -> {
        tell(place, read.oddities());
        hadVerbs = true;
        target.verb(read.verb(), place);
      }
      case Item.Skipped skipped -> skipped(place, skipped.reason());
    }
  }

  private void tell(String place, List<String> oddities) {
    oddities.forEach(oddity -> target.notice(new ImportNotice(Kind.CHANGED, place, oddity)));
  }

  private void skipped(String place, String reason) {
    target.notice(new ImportNotice(Kind.SKIPPED, place, reason));
  }
}
