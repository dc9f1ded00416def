package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.memory.TestClients;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes that FORMAT.md lays down; they must never change. */
class GraphFormatTest {
  private final InMemoryRecordStore store = new InMemoryRecordStore();

  private static String hex(Payload payload) {
    return HexFormat.of().formatHex(payload.toBytes());
  }

  @Test
  void recordsOfAGraphAreAsLaidDown() {
    KnowledgeGraph graph = new KnowledgeGraph(TestClients.replacing(store).documents());
    Embedding vector = Embedding.of(new VectorSpace("é", 2, Metric.DOT), new float[] {1, -0.5f});
    graph.addNoun(Noun.of("a/b", "p/q").withText("t").withVector(vector).with("x", 1));
    graph.addNoun(Noun.of("c~d", "q"));
    graph.addVerb(Verb.of("v/1", "a/b", "r/s", "c~d").withWeight(0.5));

    Map<String, String> records = new LinkedHashMap<>();
    for (String kind : store.statistics("test").kinds().keySet()) {
      for (Record record : store.scan(Scan.of("test", kind)).items()) {
        String bytes =
            record.payload().byteAt(0) == '{'
                ? new String(record.payload().toBytes(), StandardCharsets.UTF_8)
                : hex(record.payload());
        records.put(kind + " " + record.id().partition() + " " + record.id().id(), bytes);
      }
    }

    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("node  a/b", "fb0301000000000000000000000000000000702f71");
    expected.put("node  c~d", "fb030000000000000000010000000000000071");
    expected.put(
        "noun  a/b", "{\"type\":\"p/q\",\"text\":\"t\",\"vector\":\"é\",\"metadata\":{\"x\":1}}");
    expected.put("noun  c~d", "{\"type\":\"q\"}");
    expected.put("noun-type/p/q  a/b", "fb04");
    expected.put("noun-type/q  c~d", "fb04");
    expected.put("noun-vector  a/b", "fb01010200c3a9020000000000803f000000bf");
    expected.put(
        "verb  v/1", "{\"type\":\"r/s\",\"source\":\"a/b\",\"target\":\"c~d\",\"weight\":0.5}");
    expected.put("verb-in  c~0d/r~1s/v/1", "fb02000000000000e03f612f62");
    expected.put("verb-out  a~1b/r~1s/v/1", "fb02000000000000e03f637e64");
    expected.put("verb-type/r/s  v/1", "fb04");
    assertThat(records).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void relationsKeepTheirIds() {
    assertThat(Verb.relation("a", "knows", "b").id())
        .isEqualTo("c174dbb4-68e0-8bfb-b335-c83506393d11");
    assertThat(Verb.relation("ak", "nows", "b").id())
        .isNotEqualTo(Verb.relation("a", "knows", "b").id());
  }

  @Test
  void damagedVectorsAreToldAsSuch() {
    byte[] whole =
        Embedding.of(new VectorSpace("m", 2, Metric.COSINE), new float[] {1, 2})
            .toPayload()
            .toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Embedding.ofPayload(Payload.wrap(part)))
          .as("%d bytes", length)
          .isInstanceOf(CorruptRecordException.class);
    }
    whole[2] = 7;
    assertThatThrownBy(() -> Embedding.ofPayload(Payload.wrap(whole)))
        .isInstanceOf(CorruptRecordException.class);
  }
}
