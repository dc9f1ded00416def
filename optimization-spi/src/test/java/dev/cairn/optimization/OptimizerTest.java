package dev.cairn.optimization;

import static dev.cairn.optimization.TestStages.DEFLATE;
import static dev.cairn.optimization.TestStages.VALUES;
import static dev.cairn.optimization.TestStages.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.Payload;
import dev.cairn.store.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private static final JsonObject FACT = fact("carlos", 1);

  private final ManifestRegistry registry = new InMemoryManifestRegistry();
  private final Optimizer optimizer = TestStages.optimizer(registry);

  private static ManifestId named(Payload payload) {
    return payload.read(bytes -> ManifestId.read(bytes, 1));
  }

  private static Payload plain(JsonObject document, JsonStyle style) {
    return Payload.wrap(JsonWriter.writeBytes(document, style));
  }

  @Test
  void payloadIsAMarkTheManifestTheStagesThatAppliedAndTheBody() {
    byte[] payload = optimizer.encode("fact", FACT).toBytes();

    assertThat(payload[0]).isEqualTo((byte) 0xFA);
    assertThat(registry.find(ManifestId.read(payload, 1))).isPresent();
    assertThat(payload[5]).isEqualTo((byte) 0b11);
    assertThat(payload.length).isLessThan(plain(FACT, JsonStyle.MINIFIED).size());
    assertThat(optimizer.decode(Payload.wrap(payload))).hasToString(FACT.toString());
  }

  @Test
  void stageThatDeclinesLeavesItsBitEmpty() {
    JsonObject extra = FACT.with("extra", JsonValue.of("tea ".repeat(50)));

    Payload payload = optimizer.encode("fact", extra);

    assertThat(payload.byteAt(5)).isEqualTo((byte) 0b10);
    assertThat(optimizer.decode(payload)).hasToString(extra.toString());
    assertThat(optimizer.getStats().applied()).isEqualTo(Map.of(DEFLATE, 1L));
  }

  @Test
  void documentThatWouldGrowStaysPlain() {
    JsonObject small = (JsonObject) JsonValue.parse("{\"a\":\"xyz\"}");

    assertThat(optimizer.encode("fact", small)).isEqualTo(plain(small, JsonStyle.MINIFIED));
    assertThat(optimizer.getStats().plain()).isEqualTo(1);
  }

  @Test
  void eachKindHasAManifestOfItsOwn() {
    Payload asFact = optimizer.encode("fact", FACT);
    Payload asNote = optimizer.encode("note", FACT);

    assertThat(named(asFact)).isNotEqualTo(named(asNote));
    assertThat(optimizer.manifests())
        .extracting(Manifest::kind)
        .containsExactlyInAnyOrder("fact", "note");
    assertThat(optimizer.decode(asNote)).hasToString(FACT.toString());
  }

  @Test
  void nothingIsEncodedUntilTheManifestIsSaved() {
    List<Boolean> failing = new ArrayList<>(List.of(true));
    ManifestRegistry unreliable =
        new Delegating(registry) {
          @Override
          public void save(Manifest manifest) {
            if (failing.contains(true)) {
              throw new StorageException("the disk is full");
            }
            super.save(manifest);
          }
        };
    Optimizer writer = TestStages.optimizer(unreliable);

    assertThatThrownBy(() -> writer.encode("fact", FACT)).isInstanceOf(StorageException.class);
    failing.clear();

    assertThat(registry.find(named(writer.encode("fact", FACT)))).isPresent();
  }

  @Test
  void manifestsThatWouldShareAnIdGetAnother() {
    Manifest natural = optimizer.manifest("fact").orElseThrow();
    ManifestRegistry colliding =
        new Delegating(new InMemoryManifestRegistry()) {
          @Override
          public Optional<Manifest> find(ManifestId id) {
            return id.equals(natural.id())
                ? Optional.of(new Manifest("other", List.of(), 0))
                : super.find(id);
          }
        };
    Optimizer writer = TestStages.optimizer(colliding);

    Payload payload = writer.encode("fact", FACT);

    assertThat(writer.manifest("fact").map(Manifest::nonce)).contains(1);
    assertThat(named(payload)).isNotEqualTo(natural.id());
    assertThat(writer.decode(payload)).hasToString(FACT.toString());
    assertThat(TestStages.optimizer(colliding).manifest("fact")).isEqualTo(writer.manifest("fact"));
  }

  @Test
  void writesWithTheNewestVersionOfAStageAndReadsTheOlderOnes() {
    Payload old = optimizer.encode("fact", FACT);
    Optimizer newer =
        TestStages.builder()
            .stages(List.of(TestStages.deflate(1), TestStages.values(1), TestStages.deflate(12)))
            .registry(registry)
            .build();

    assertThat(newer.manifest("fact").orElseThrow().stages())
        .extracting(Manifest.StageEntry::label)
        .containsExactly("values/1", "deflate/12");
    assertThat(newer.decode(old)).hasToString(FACT.toString());
    assertThat(newer.isCurrent("fact", old)).isFalse();
  }

  @Test
  void withOptimizationOffRecordsArePlainAndCurrentInTheirStyle() {
    for (boolean minify : List.of(true, false)) {
      JsonStyle style = minify ? JsonStyle.MINIFIED : JsonStyle.SPACED;
      JsonStyle other = minify ? JsonStyle.SPACED : JsonStyle.MINIFIED;
      Optimizer off =
          TestStages.builder()
              .config(OptimizationConfig.builder().enabled(false).minifyJson(minify).build())
              .registry(registry)
              .build();

      assertThat(off.encode("fact", FACT)).isEqualTo(plain(FACT, style));
      assertThat(off.isCurrent("fact", plain(FACT, style))).isTrue();
      assertThat(off.isCurrent("fact", plain(FACT, other))).isFalse();
      assertThat(off.isCurrent("fact", Payload.wrap(new byte[] {'{'}))).isFalse();
      assertThat(off.isCurrent("fact", optimizer.encode("fact", FACT))).isFalse();
      assertThat(off.train("fact", List.of(FACT))).isEmpty();
      assertThat(off.manifest("fact")).isEmpty();
      assertThat(off.textByStage("fact", List.of(FACT))).isEmpty();
    }
  }

  @Test
  void plainRecordsAreNotCurrentWhileOptimizing() {
    assertThat(optimizer.isCurrent("fact", plain(FACT, JsonStyle.MINIFIED))).isFalse();
    assertThat(optimizer.isCurrent("fact", Payload.wrap(new byte[0]))).isFalse();
    assertThat(optimizer.isCurrent("fact", Payload.wrap(new byte[] {(byte) 0xFA, 1}))).isFalse();
  }

  @Test
  void batchesKeepCountAndOrderAndAreCounted() {
    List<JsonObject> facts =
        List.of(fact("a", 1), JsonObject.EMPTY, fact("b", 2), fact("a", 1), fact("c", 3));

    List<Compressed> compressed = optimizer.compressBatch(facts);
    List<JsonObject> expanded = optimizer.expandBatch(compressed);

    assertThat(expanded).hasToString(facts.toString());
    OptimizerStatistics stats = optimizer.getStats();
    assertThat(stats.compressions()).isEqualTo(5);
    assertThat(stats.expansions()).isEqualTo(5);
    assertThat(stats.plain()).isEqualTo(1);
    assertThat(stats.applied()).isEqualTo(Map.of(VALUES, 4L, DEFLATE, 4L));
    assertThat(stats.reduction()).isEqualTo(optimizer.calculateReduction(facts, compressed));
    assertThat(stats.reduction().originalBytes())
        .isEqualTo(facts.stream().mapToInt(f -> plain(f, JsonStyle.SPACED).size()).sum());
    assertThat(stats.reduction().compressedBytes())
        .isEqualTo(compressed.stream().mapToInt(Compressed::bytes).sum());
  }

  @Test
  void reductionIsInBytesAndPercent() {
    assertThat(new Reduction(200, 50).reductionBytes()).isEqualTo(150);
    assertThat(new Reduction(200, 50).reductionPercent()).isEqualTo(75.0);
    assertThat(new Reduction(0, 0).reductionPercent()).isZero();
  }

  @Test
  void expandsBytesOfPayloadsAndOfAnyPlainJson() {
    assertThat(optimizer.expand(optimizer.encode("fact", FACT).toBytes())).isEqualTo(FACT);
    assertThat(optimizer.expand("[1,\"x\"]".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(JsonArray.of(JsonValue.of(1), JsonValue.of("x")));
    assertThat(optimizer.getStats().expansions()).isEqualTo(2);
  }

  /** Passes on to another registry whatever a test does not change. */
  private static class Delegating implements ManifestRegistry {
    private final ManifestRegistry registry;

    Delegating(ManifestRegistry registry) {
      this.registry = registry;
    }

    @Override
    public Optional<Manifest> find(ManifestId id) {
      return registry.find(id);
    }

    @Override
    public void save(Manifest manifest) {
      registry.save(manifest);
    }

    @Override
    public void remove(ManifestId id) {
      registry.remove(id);
    }

    @Override
    public List<Manifest> all() {
      return registry.all();
    }
  }
}
