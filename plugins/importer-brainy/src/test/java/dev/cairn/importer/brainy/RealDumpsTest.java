package dev.cairn.importer.brainy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.BrainyDump;
import dev.cairn.migration.legacy.InMemoryObjects;
import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyFormat.Item;
import dev.cairn.migration.legacy.LegacyFormat.ItemId;
import dev.cairn.migration.legacy.LegacyFormat.Kind;
import dev.cairn.migration.legacy.LegacyFormat.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real versions wrote is read as what was given to them. */
final class RealDumpsTest {
  private static final LegacyFormat FORMAT = new BrainyFormat();

  static Stream<BrainyDump> dumps() {
    return Stream.concat(
        BrainyDump.VERSIONS.stream().map(BrainyDump::ofBucket), Stream.of(BrainyDump.ofFolder()));
  }

  static Map<ItemId, Item> items(BrainyDump dump) {
    Map<ItemId, Item> items = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    dump.objects()
        .keySet()
        .forEach(
            key -> {
              if (FORMAT.roleOf(key) instanceof Role.Part part) {
                items.computeIfAbsent(part.item(), item -> FORMAT.read(item, parts(dump, item)));
              }
            });
    return items;
  }

  static Map<String, byte[]> parts(BrainyDump dump, ItemId item) {
    Map<String, byte[]> parts = new LinkedHashMap<>(dump.objects());
    parts.keySet().retainAll(FORMAT.keysOf(item));
    return parts;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void isRecognizedWithoutAChange(BrainyDump dump) {
    InMemoryObjects objects = new InMemoryObjects(dump.objects());

    assertThat(FORMAT.recognizes(objects)).isTrue();
    assertThat(objects.changes()).isZero();
    assertThat(objects.reads()).isLessThan(60);
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void nothingIsForeignOrSkipped(BrainyDump dump) {
    assertThat(dump.objects().keySet())
        .noneMatch(key -> FORMAT.roleOf(key) instanceof Role.Foreign);
    assertThat(items(dump)).hasSize(dump.nouns().size() + dump.verbs().size());
    assertThat(items(dump).values()).noneMatch(Item.Skipped.class::isInstance);
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void nounsAreWhatWentIn(BrainyDump dump) {
    Map<ItemId, Item> items = items(dump);

    for (JsonObject given : dump.nouns()) {
      String id = BrainyDump.text(given, "id");
      Item.OfNoun read = (Item.OfNoun) items.get(new ItemId(Kind.NOUN, id));
      assertThat(read.oddities()).as(id).isEmpty();
      Noun noun = read.noun();
      assertThat(noun.id()).isEqualTo(id);
      JsonArray vector = (JsonArray) given.find("vector").orElseThrow();
      float[] values = noun.vector().orElseThrow().values();
      assertThat(noun.vector().get().space().name()).isEqualTo("brainy-" + vector.size());
      assertThat(values).hasSize(vector.size());
      for (int i = 0; i < values.length; i++) {
        double sent = ((JsonNumber) vector.get(i)).doubleValue();
        assertThat(Double.doubleToRawLongBits(values[i]))
            .isEqualTo(Double.doubleToRawLongBits(sent));
      }
      JsonObject metadata = (JsonObject) given.find("metadata").orElseThrow();
      // Brainy itself replaces types that it does not know.
      assertThat(
              noun.metadata()
                  .without("id")
                  .without("createdBy")
                  .without("createdAt")
                  .without("updatedAt")
                  .without("noun"))
          .isEqualTo(metadata.without("noun"));
      String type = BrainyDump.text(metadata, "noun");
      assertThat(noun.type())
          .isEqualTo(BrainyDump.text(noun.metadata(), "noun"))
          .isIn(type, "concept");
      assertThat(noun.text()).contains(BrainyDump.text(metadata, "text"));
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void verbsAreWhatWentIn(BrainyDump dump) {
    Map<ItemId, Item> items = items(dump);

    for (JsonObject given : dump.verbs()) {
      String id = BrainyDump.text(given, "id");
      Item.OfVerb read = (Item.OfVerb) items.get(new ItemId(Kind.VERB, id));
      Verb verb = read.verb();
      boolean weightLost =
          dump.version().equals("1.1.1") && BrainyDump.text(given, "api").equals("relate");
      assertThat(read.oddities()).as(id).hasSize(weightLost ? 1 : 0);
      assertThat(verb.source()).isEqualTo(BrainyDump.text(given, "source"));
      assertThat(verb.target()).isEqualTo(BrainyDump.text(given, "target"));
      boolean typesAreFew = dump.version().startsWith("0.1");
      assertThat(verb.type())
          .isIn(BrainyDump.text(given, "type"), typesAreFew ? "relatedTo" : "none");
      double weight = ((JsonNumber) given.find("weight").orElseThrow()).doubleValue();
      assertThat(verb.weight()).isEqualTo(weightLost ? 1 : weight);
      JsonObject metadata = (JsonObject) given.find("metadata").orElseThrow();
      metadata
          .names()
          .forEach(name -> assertThat(verb.metadata().find(name)).isEqualTo(metadata.find(name)));
      assertThat(verb.vector()).isPresent();
      if (!typesAreFew) {
        assertThat(((JsonObject) verb.metadata().find("brainy").orElseThrow()).names())
            .contains("createdAt", "updatedAt", "createdBy");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void whatIsWrittenIsWhatThoseVersionsWrote(BrainyDump dump) {
    items(dump)
        .forEach(
            (item, read) -> {
              Map<String, byte[]> parts = parts(dump, item);
              List<String> keys = List.copyOf(parts.keySet());
              Map<String, byte[]> written =
                  switch (read) {
                    case Item.OfNoun it -> FORMAT.write(it.noun(), keys).orElseThrow();
                    case Item.OfVerb it -> FORMAT.write(it.verb(), keys).orElseThrow();
                    case Item.Skipped it -> Map.<String, byte[]>of();
                  };
              assertThat(written.keySet()).isEqualTo(parts.keySet());
              parts.forEach(
                  (key, body) -> {
                    JsonObject real = (JsonObject) JsonValue.parse(body);
                    assertThat(JavaScript.bytes(real)).as(key).isEqualTo(body);
                    JsonObject ours = stable(JsonValue.parse(written.get(key)));
                    if (!real.has("verb")) {
                      // Versions before 0.18 do not know these, but those that follow need them.
                      ours = ours.without("source").without("target").without("verb");
                    }
                    assertThat(ours.equals(stable(real))).as(key).isTrue();
                  });
            });
  }

  /** Without what only Brainy's index makes. */
  private static JsonObject stable(JsonValue body) {
    return ((JsonObject) body).without("connections").without("level");
  }
}
