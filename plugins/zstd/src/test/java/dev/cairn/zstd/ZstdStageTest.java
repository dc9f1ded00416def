package dev.cairn.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.PayloadStage;
import dev.cairn.optimization.StageContext;
import dev.cairn.plugin.ConfigurationException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdStageTest {
  private static final String GOLDEN = "20359d00005020616e64636f666665650200313b7a660201";

  private static JsonObject freeze(String settings, List<byte[]> samples) {
    return new ZstdStageProvider()
        .freeze(
            new StageContext(
                "fact", List.of(), Map.of(), (JsonObject) JsonValue.parse(settings), samples));
  }

  private static PayloadStage open(JsonObject parameters) {
    return (PayloadStage) new ZstdStageProvider().open(parameters);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> samples() {
    Random random = new Random(5);
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      samples.add(
          bytes(
              "[\"usr_%08x\",\"preferences\",\"favorite_%d\",\"likes tea number %d\",0.%d]"
                  .formatted(
                      random.nextInt(),
                      random.nextInt(90),
                      random.nextInt(999),
                      random.nextInt(9))));
    }
    return samples;
  }

  @Test
  void trainedDictionaryShrinksSmallDocuments() {
    List<byte[]> samples = samples();
    PayloadStage stage = open(freeze("{}", samples));
    for (byte[] sample : samples.subList(0, 200)) {
      byte[] encoded = stage.encode(sample).orElseThrow();

      assertThat(encoded.length).isLessThan(sample.length * 2 / 3);
      assertThat(stage.decode(encoded)).isEqualTo(sample);
    }
  }

  @Test
  void withoutDictionarySmallDocumentsAreLeftAndLargeOnesShrink() {
    PayloadStage stage = open(freeze("{}", List.of()));
    byte[] large = bytes("the same words again and again ".repeat(1_000));

    assertThat(stage.encode(bytes("x".repeat(200)))).isEmpty();
    assertThat(stage.encode(large).orElseThrow().length).isLessThan(200);
    assertThat(stage.decode(stage.encode(large).orElseThrow())).isEqualTo(large);
  }

  @Test
  void leavesWhatDoesNotShrink() {
    byte[] noise = new byte[5_000];
    new Random(1).nextBytes(noise);

    assertThat(open(freeze("{}", List.of())).encode(noise)).isEmpty();
  }

  @Test
  void leavesWhatIsBelowTheThreshold() {
    PayloadStage stage = open(freeze("{\"threshold\":10000}", List.of()));

    assertThat(stage.encode(bytes("x".repeat(9_999)))).isEmpty();
    assertThat(stage.encode(bytes("x".repeat(10_000)))).isPresent();
  }

  /**
   * What version 1 wrote, with the dictionary that it had; other libraries' updates must read it.
   */
  @Test
  void readsWhatWasWrittenOnce() {
    JsonObject parameters =
        JsonObject.builder()
            .put("threshold", 32)
            .put("level", 9)
            .put(
                "trained",
                Base64.getEncoder().encodeToString(bytes("golden dictionary: likes tea")))
            .build();

    byte[] decoded = open(parameters).decode(HexFormat.of().parseHex(GOLDEN));

    assertThat(new String(decoded, StandardCharsets.UTF_8))
        .isEqualTo("golden dictionary: likes tea and likes tea and coffee");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "ffffffffffffffff", "2035", "a0ffffff7f00"})
  void damagedBytesAreAClearError(String hex) {
    PayloadStage stage = open(freeze("{}", List.of()));

    assertThatThrownBy(() -> stage.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(CorruptRecordException.class);
  }

  @Test
  void forgedSizeIsRefusedWithoutAskingForItsMemory() {
    byte[] claims256MiB = HexFormat.of().parseHex("a000000010030000" + "00");
    PayloadStage stage = open(freeze("{}", List.of()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> stage.decode(claims256MiB)).isInstanceOf(CorruptRecordException.class);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16_000_000);
  }

  @Test
  void mostCompressibleContentIsReadAgain() {
    PayloadStage stage = open(freeze("{}", List.of()));
    byte[] zeros = new byte[20_000_000];

    byte[] encoded = stage.encode(zeros).orElseThrow();

    assertThat(encoded.length).isLessThan(10_000);
    assertThat(stage.decode(encoded)).isEqualTo(zeros);
  }

  @Test
  void trainsOnSamplesOfAnySizeWithinBounds() {
    List<byte[]> samples = new ArrayList<>(samples());
    byte[] huge = new byte[64 * 1024 * 1024];
    for (int i = 0; i < 100; i++) {
      samples.add(huge);
    }

    assertThat(freeze("{}", samples).find("trained")).isPresent();
  }

  @Test
  void manyThreadsShareOneStage() throws Exception {
    List<byte[]> samples = samples();
    PayloadStage stage = open(freeze("{}", samples));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> results = new ArrayList<>();
      for (int i = 0; i < 50_000; i++) {
        byte[] sample = samples.get(i % samples.size());
        results.add(executor.submit(() -> stage.decode(stage.encode(sample).orElse(sample))));
      }
      for (int i = 0; i < results.size(); i++) {
        assertThat(Arrays.equals(results.get(i).get(), samples.get(i % samples.size()))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"threshold\":32}",
        "{\"threshold\":32,\"level\":9,\"trained\":\"no Base64\"}",
        "{\"threshold\":32,\"level\":9,\"trained\":\"N6Qw7AAAAAAAAAAA\"}",
        "{\"threshold\":32,\"level\":9,\"window\":1}"
      })
  void refusesParametersThatItCannotHaveFrozen(String parameters) {
    JsonObject forged = (JsonObject) JsonValue.parse(parameters);

    assertThatThrownBy(() -> open(forged)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":0}",
        "{\"level\":99}",
        "{\"threshold\":-1}",
        "{\"dictionaryBytes\":1}",
        "{\"treshold\":1}"
      })
  void wrongSettingsAreErrors(String settings) {
    assertThatThrownBy(() -> freeze(settings, List.of()))
        .isInstanceOf(ConfigurationException.class);
  }
}
