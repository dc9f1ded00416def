package dev.cairn.optimization;

import static dev.cairn.optimization.TestStages.DEFLATE;
import static dev.cairn.optimization.TestStages.fact;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that cannot be read are refused with the reason. */
class OptimizerRefusalTest {
  private static final JsonObject FACT = fact("carlos", 1);

  private final ManifestRegistry registry = new InMemoryManifestRegistry();
  private final Optimizer optimizer = TestStages.optimizer(registry);

  private static ManifestId named(Payload payload) {
    return payload.read(bytes -> ManifestId.read(bytes, 1));
  }

  @Test
  void missingVersionOfAStageIsAnErrorThatNamesIt() {
    Payload payload = optimizer.encode("fact", FACT);
    Optimizer reader =
        TestStages.builder()
            .stages(List.of(TestStages.values(1), TestStages.deflate(2)))
            .registry(registry)
            .build();

    assertThatThrownBy(() -> reader.decode(payload))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("'deflate/1'")
        .hasMessageContaining("[deflate/2, values/1]")
        .hasMessageContaining(named(payload).toString())
        .hasMessageContaining("jar");
  }

  @Test
  void stageThatRefusesItsParametersIsAnErrorThatNamesIt() {
    Payload payload = optimizer.encode("fact", FACT);
    Optimizer reader =
        TestStages.builder()
            .config(OptimizationConfig.off())
            .stages(List.of(TestStages.values(1), TestStages.refusing(DEFLATE, 1)))
            .registry(registry)
            .build();

    assertThatThrownBy(() -> reader.decode(payload))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("'deflate/1'")
        .hasMessageContaining("these are not mine");
  }

  @Test
  void missingManifestIsAnErrorThatNamesItAndWhatIsThere() {
    Payload payload = optimizer.encode("fact", FACT);
    ManifestRegistry others = new InMemoryManifestRegistry();
    Manifest known = new Manifest("other", List.of(), 0);
    others.save(known);

    assertThatThrownBy(() -> TestStages.optimizer(others).decode(payload))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining(named(payload).toString())
        .hasMessageContaining(known.id().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 7})
  void payloadThatEndsTooEarlyIsDamaged(int size) {
    byte[] payload = optimizer.encode("fact", FACT).toBytes();

    assertThatThrownBy(() -> optimizer.decode(Payload.wrap(Arrays.copyOf(payload, size))))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageNotContaining("carlos");
  }

  @ParameterizedTest
  @ValueSource(ints = {0b100, 0b1000_0011, 0b01, 0b00})
  void payloadThatNamesOtherStagesIsDamaged(int applied) {
    byte[] payload = optimizer.encode("fact", FACT).toBytes();
    payload[5] = (byte) applied;

    assertThatThrownBy(() -> optimizer.decode(Payload.wrap(payload)))
        .isInstanceOf(CorruptRecordException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "\"x\"", "{", "x", "null"})
  void recordThatIsNotADocumentIsDamaged(String payload) {
    assertThatThrownBy(
            () -> optimizer.decode(Payload.wrap(payload.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(CorruptRecordException.class);
  }
}
