package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.json.JsonGenerator;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** P1 to P7 over arbitrary JSON, through the whole pipeline. */
class OptimizerPropertyTest {
  private static final long SEED = 1_118;

  @Test
  void hundredThousandDocumentsComeBackExactlyAndNeverGrow() {
    roundTrip(SEED, 100_000);
  }

  @Test
  @Tag("slow")
  void aMillionDocumentsComeBackExactlyAndNeverGrow() {
    roundTrip(SEED + 1, 1_000_000);
  }

  private static void roundTrip(long seed, int count) {
    Optimizer optimizer = trained(seed);
    Optimizer untrained =
        new Optimizer(OptimizationConfig.builder().stages("compact-array", "key-mapping").build());
    JsonGenerator generator = new JsonGenerator(seed);
    String[] kinds = {"fact", "episode", "affinity", "anything"};
    long smaller = 0;
    for (int i = 0; i < count; i++) {
      JsonObject document = generator.document();
      String kind = kinds[i % kinds.length];
      String text = document.toString();
      for (Optimizer each : List.of(optimizer, untrained)) {
        Payload payload = each.encode(kind, document);

        JsonObject decoded = each.decode(payload);

        if (!decoded.toString().equals(text)) {
          assertThat(decoded).as("seed %d, document %d", seed, i).hasToString(text);
        }
        int plain = JsonWriter.sizeOf(document, JsonStyle.MINIFIED);
        if (payload.size() > plain) {
          assertThat(payload.size()).as("seed %d, document %d", seed, i).isLessThanOrEqualTo(plain);
        }
        smaller += payload.size() < plain ? 1 : 0;
      }
    }
    assertThat(smaller).as("documents that shrank").isGreaterThan(count / 4);
  }

  private static Optimizer trained(long seed) {
    Optimizer optimizer = new Optimizer();
    JsonGenerator generator = new JsonGenerator(seed + 1_000);
    for (String kind : List.of("fact", "anything")) {
      List<JsonObject> samples = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        samples.add(generator.document());
      }
      assertThat(optimizer.train(kind, samples).map(Manifest::isTrained)).contains(true);
    }
    return optimizer;
  }

  @Test
  void anyConfigurationReadsWhatAnyOtherWrote() {
    ManifestRegistry registry = new InMemoryManifestRegistry();
    List<OptimizationConfig> configs =
        List.of(
            OptimizationConfig.off(),
            OptimizationConfig.defaults(),
            OptimizationConfig.builder().keyAbbreviation(false).build(),
            OptimizationConfig.builder().compactFormat(false).build(),
            OptimizationConfig.builder().minifyJson(false).build(),
            OptimizationConfig.builder().stages("zstd").build(),
            OptimizationConfig.builder().keyMappings("built-in", "acme-crm").build());
    List<Optimizer> optimizers =
        configs.stream()
            .map(config -> Optimizer.builder().config(config).registry(registry).build())
            .toList();
    JsonGenerator generator = new JsonGenerator(SEED + 2);
    for (int i = 0; i < 500; i++) {
      JsonObject document = generator.document();
      for (Optimizer writer : optimizers) {
        Payload payload = writer.encode("fact", document);
        for (Optimizer reader : optimizers) {
          assertThat(reader.decode(payload))
              .as("seed %d, document %d", SEED + 2, i)
              .hasToString(document.toString());
        }
      }
    }
  }

  @Test
  void damagedPayloadsAreErrorsOrOtherDocumentsButNeverCrash() {
    Optimizer optimizer = trained(SEED + 3);
    JsonGenerator generator = new JsonGenerator(SEED + 3);
    SplittableRandom random = new SplittableRandom(SEED + 3);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] payload = optimizer.encode("fact", generator.document()).toBytes();
      switch (random.nextInt(3)) {
        case 0 -> payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> payload = java.util.Arrays.copyOf(payload, random.nextInt(payload.length));
        default -> payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
      }
      try {
        optimizer.decode(Payload.wrap(payload));
      } catch (CorruptRecordException | UnknownFormatException clear) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void manyThreadsShareOneOptimizer() throws Exception {
    Optimizer optimizer = trained(SEED + 4);
    optimizer.resetStats();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 64; thread++) {
        long seed = SEED + 100 + thread;
        Callable<Integer> work =
            () -> {
              JsonGenerator generator = new JsonGenerator(seed);
              int wrong = 0;
              for (int i = 0; i < 200; i++) {
                JsonObject document = generator.document();
                String back = optimizer.decode(optimizer.encode("fact", document)).toString();
                wrong += back.equals(document.toString()) ? 0 : 1;
              }
              return wrong;
            };
        results.add(executor.submit(work));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
    }
    assertThat(optimizer.getStats().compressions()).isEqualTo(64 * 200);
    assertThat(optimizer.getStats().expansions()).isEqualTo(64 * 200);
  }

  @Test
  void unknownManifestIsAnErrorThatNamesItAndTheKnownOnes() {
    Optimizer writer = new Optimizer();
    JsonObject fact =
        (JsonObject)
            JsonValue.parse("{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1}");
    Payload payload = writer.encode("fact", fact);
    String id = writer.manifest("fact").map(Manifest::id).orElseThrow().toString();

    Optional<UnknownFormatException> refused = refusal(new Optimizer(), payload);

    assertThat(refused).get().extracting(Throwable::getMessage).asString().contains(id);
  }

  private static Optional<UnknownFormatException> refusal(Optimizer reader, Payload payload) {
    try {
      reader.decode(payload);
      return Optional.empty();
    } catch (UnknownFormatException refused) {
      return Optional.of(refused);
    }
  }
}
