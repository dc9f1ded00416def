package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String JSON =
      "{\"kind\":\"fact\",\"stages\":[{\"name\":\"zip\",\"version\":2,\"parameters\":{\"b\":1.0,\"a\":[]}}],\"nonce\":0}";
  private static final Manifest MANIFEST =
      new Manifest(
          "fact",
          List.of(
              new Manifest.StageEntry(
                  "zip", 2, (JsonObject) JsonValue.parse("{\"b\":1.0,\"a\":[]}"))),
          0);

  @Test
  void jsonKeepsOrderAndDigits() {
    assertThat(MANIFEST.toJson()).hasToString(JSON);
    assertThat(Manifest.ofJson((JsonObject) JsonValue.parse(JSON))).isEqualTo(MANIFEST);
  }

  /** Fixed for ever: payloads name it. The first bytes of {@code sha256sum} over the JSON. */
  @Test
  void idIsTheStartOfTheHashOfTheJson() {
    assertThat(MANIFEST.id()).hasToString("b5cf31f7");
    assertThat(ManifestId.parse("b5cf31f7")).isEqualTo(MANIFEST.id());
    assertThat(MANIFEST.withNonce(1).id()).isNotEqualTo(MANIFEST.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\":1,\"stages\":[],\"nonce\":0}",
        "{\"kind\":\"fact\",\"stages\":{},\"nonce\":0}",
        "{\"kind\":\"fact\",\"stages\":[],\"nonce\":0.5}",
        "{\"kind\":\"fact\",\"stages\":[1],\"nonce\":0}",
        "{\"kind\":\"fact\",\"stages\":[{\"name\":\"zip\",\"version\":1e99,\"parameters\":{}}],\"nonce\":0}",
        "{\"kind\":\"fact\",\"stages\":[{\"name\":\"zip\",\"version\":1,\"parameters\":[]}],\"nonce\":0}"
      })
  void otherJsonIsNotAManifest(String json) {
    assertThatThrownBy(() -> Manifest.ofJson((JsonObject) JsonValue.parse(json)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreStagesThanBitsAreRefused() {
    List<Manifest.StageEntry> nine =
        Collections.nCopies(9, new Manifest.StageEntry("zip", 1, JsonObject.EMPTY));

    assertThatThrownBy(() -> new Manifest("fact", nine, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
