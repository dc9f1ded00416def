package dev.cairn.migration.live;

import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.util.List;
import java.util.Optional;

/**
 * Two records of the source, the first and the last that a batch of the mirror writes there: what
 * the log has between them is the mirror's, whomever it is attributed to. Each batch expects those
 * of the last one, so that of two mirrors one is refused.
 */
final class MirrorMarks {
  static final String KIND = "migration-mirror";
  private static final String PARTITION = "";
  private static final String BEGIN = "begin";
  private static final String END = "end";
  private static final PlainJsonCodec CODEC = new PlainJsonCodec(JsonStyle.MINIFIED);

  private final String namespace;

  MirrorMarks(String namespace) {
    this.namespace = namespace;
  }

  List<RecordId> ids() {
    return List.of(id(BEGIN), id(END));
  }

  boolean isBegin(RecordId id) {
    return id.equals(id(BEGIN));
  }

  boolean isEnd(RecordId id) {
    return id.equals(id(END));
  }

  /**
   * The writes of one mark.
   *
   * @param found the marks as they are, in the order of {@link #ids}
   * @param upTo the version of the target up to which the source is current then
   */
  Write write(boolean end, List<Optional<Record>> found, Version upTo) {
    Optional<Record> before = found.get(end ? 1 : 0);
    return new Write.Put(
        id(end ? END : BEGIN),
        CODEC.encode(KIND, JsonObject.builder().put("mirrored", upTo.position()).build()),
        before.map(it -> Expectation.version(it.version())).orElse(Expectation.ABSENT),
        Optional.empty());
  }

  private RecordId id(String name) {
    return new RecordId(namespace, KIND, PARTITION, name);
  }
}
