package dev.cairn.optimization;

import static dev.cairn.optimization.TestStages.DEFLATE;
import static dev.cairn.optimization.TestStages.VALUES;
import static dev.cairn.optimization.TestStages.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an optimizer learns from documents, when and for whom. */
class OptimizerTrainingTest {
  private static final JsonObject FACT = fact("carlos", 1);

  private final ManifestRegistry registry = new InMemoryManifestRegistry();
  private final Optimizer optimizer = TestStages.optimizer(registry);

  private static ManifestId named(Payload payload) {
    return payload.read(bytes -> ManifestId.read(bytes, 1));
  }

  @Test
  void trainingMakesANewManifestAndOldPayloadsAreRead() {
    Payload before = optimizer.encode("fact", FACT);

    Manifest trained = optimizer.train("fact", List.of(fact("maria", 7))).orElseThrow();
    Payload after = optimizer.encode("fact", FACT);

    assertThat(trained.isTrained()).isTrue();
    assertThat(named(after)).isEqualTo(trained.id());
    assertThat(after.size()).isLessThan(before.size());
    assertThat(optimizer.isCurrent("fact", before)).isFalse();
    assertThat(optimizer.isCurrent("fact", after)).isTrue();
    assertThat(optimizer.decode(before)).isEqualTo(optimizer.decode(after)).isEqualTo(FACT);
  }

  @Test
  void anotherOptimizerTakesUpTheLastTraining() {
    optimizer.train("fact", List.of(fact("maria", 7)));
    Manifest last = optimizer.train("fact", List.of(fact("juan", 8))).orElseThrow();

    assertThat(TestStages.optimizer(registry).manifest("fact")).contains(last);
  }

  @Test
  void trainingForAnotherConfigurationIsNotTakenUp() {
    optimizer.train("fact", List.of(fact("maria", 7)));
    Optimizer other =
        TestStages.builder()
            .config(OptimizationConfig.builder().stages(DEFLATE).build())
            .registry(registry)
            .build();

    assertThat(other.manifest("fact").map(Manifest::isTrained)).contains(false);
  }

  private Optimizer learningAfter(int documents) {
    return TestStages.builder()
        .config(OptimizationConfig.builder().stages(VALUES, DEFLATE).trainAfter(documents).build())
        .registry(registry)
        .build();
  }

  @Test
  void learnsByItselfFromTheFirstDocumentsOfEachKind() {
    Optimizer learning = learningAfter(3);

    learning.encode("fact", fact("a", 1));
    learning.encode("note", fact("a", 1));
    Payload second = learning.encode("fact", fact("a", 2));
    Payload third = learning.encode("fact", fact("a", 3));
    Payload fourth = learning.encode("fact", fact("a", 4));

    assertThat(learning.manifest("fact").map(Manifest::isTrained)).contains(true);
    assertThat(learning.manifest("note").map(Manifest::isTrained)).contains(false);
    assertThat(named(third)).isEqualTo(named(fourth)).isNotEqualTo(named(second));
    assertThat(learning.decode(second)).hasToString(fact("a", 2).toString());
    assertThat(learning.decode(fourth)).hasToString(fact("a", 4).toString());
  }

  @Test
  void learnsOnceOnly() {
    Optimizer learning = learningAfter(2);

    for (int i = 0; i < 10; i++) {
      learning.encode("fact", fact("a", i));
    }

    assertThat(learning.manifests()).hasSize(2);
  }

  @Test
  void learnsOnlyWhenAskedIfAfterZeroDocuments() {
    for (int i = 0; i < 2_000; i++) {
      optimizer.encode("fact", fact("a", i));
    }

    assertThat(optimizer.manifest("fact").map(Manifest::isTrained)).contains(false);
  }

  @Test
  void largeDocumentsAreNotLearntFrom() {
    Optimizer learning = learningAfter(1);

    learning.encode("fact", fact("a", 1).with("value", JsonValue.of("tea ".repeat(5_000))));

    assertThat(learning.manifest("fact").map(Manifest::isTrained)).contains(false);
  }
}
