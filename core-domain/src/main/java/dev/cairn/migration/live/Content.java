package dev.cairn.migration.live;

import dev.cairn.backup.RecordSum;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;

/** What an item of the source says, in the words of the target. */
public sealed interface Content {

  /** A noun, whose name is {@code noun/<id>}. */
  record OfNoun(Noun noun) implements Content {
    @Override
    public String name() {
      return ItemNames.NOUN + noun.id();
    }

    @Override
    public void addTo(RecordSum sum) {
      add(sum, "noun", noun.id(), JsonWriter.writeBytes(noun.withoutVector().toJson(), PLAIN));
      noun.vector().ifPresent(it -> add(sum, "noun-vector", noun.id(), it.toPayload()));
    }
  }

  /** A verb, whose name is {@code verb/<id>}. */
  record OfVerb(Verb verb) implements Content {
    @Override
    public String name() {
      return ItemNames.VERB + verb.id();
    }

    @Override
    public void addTo(RecordSum sum) {
      add(sum, "verb", verb.id(), JsonWriter.writeBytes(verb.withoutVector().toJson(), PLAIN));
      verb.vector().ifPresent(it -> add(sum, "verb-vector", verb.id(), it.toPayload()));
    }
  }

  /**
   * A record as it is.
   *
   * @param name as {@link ItemNames#ofRecord} makes it
   */
  record OfRecord(String name, RecordId id, Payload payload) implements Content {
    @Override
    public void addTo(RecordSum sum) {
      sum.add(id, payload);
    }
  }

  /** The style of the text that sums are made of. */
  JsonStyle PLAIN = JsonStyle.MINIFIED;

  /** Names it among all contents of the target. */
  String name();

  /** Adds all it says, vectors bit by bit. */
  void addTo(RecordSum sum);

  private static void add(RecordSum sum, String kind, String id, byte[] bytes) {
    add(sum, kind, id, Payload.wrap(bytes));
  }

  private static void add(RecordSum sum, String kind, String id, Payload payload) {
    sum.add(new RecordId("-", kind, "", id), payload);
  }
}
