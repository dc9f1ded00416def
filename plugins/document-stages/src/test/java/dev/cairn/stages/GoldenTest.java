package dev.cairn.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.InMemoryManifestRegistry;
import dev.cairn.optimization.Manifest;
import dev.cairn.optimization.ManifestRegistry;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import dev.cairn.store.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes and manifests that were released once must be written and read for ever. The golden file is
 * never written anew: a stage that writes something else is a new version with cases of its own.
 */
class GoldenTest {
  private record Case(
      String kind, List<String> stages, JsonObject document, String manifest, String payload) {}

  private static Stream<Case> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/golden/stages-1.json"))) {
      return ((JsonArray) JsonValue.parse(in.readAllBytes()))
          .elements().stream().map(one -> of((JsonObject) one));
    }
  }

  private static Case of(JsonObject json) {
    return new Case(
        text(json, "kind"),
        ((JsonArray) json.find("stages").orElseThrow())
            .elements().stream().map(stage -> ((JsonString) stage).value()).toList(),
        (JsonObject) json.find("document").orElseThrow(),
        json.find("manifest").orElseThrow().toString(),
        text(json, "payload"));
  }

  private static String text(JsonObject json, String name) {
    return ((JsonString) json.find(name).orElseThrow()).value();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesTheSameBytesAndManifest(Case one) {
    Optimizer optimizer =
        new Optimizer(
            OptimizationConfig.builder().stages(one.stages().toArray(String[]::new)).build());

    Payload payload = optimizer.encode(one.kind(), one.document());

    assertThat(HexFormat.of().formatHex(payload.toBytes())).isEqualTo(one.payload());
    assertThat(optimizer.manifest(one.kind()).map(manifest -> manifest.toJson().toString()))
        .contains(one.manifest());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsThemWithTheManifestAlone(Case one) {
    ManifestRegistry registry = new InMemoryManifestRegistry();
    registry.save(Manifest.ofJson((JsonObject) JsonValue.parse(one.manifest())));
    Optimizer reader =
        Optimizer.builder().config(OptimizationConfig.off()).registry(registry).build();

    JsonObject decoded = reader.decode(Payload.wrap(HexFormat.of().parseHex(one.payload())));

    assertThat(decoded).hasToString(one.document().toString());
  }
}
