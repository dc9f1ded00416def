package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ManifestRegistry} keeps to. */
public interface ManifestRegistryContract {

  /** An empty registry. */
  ManifestRegistry registry();

  private static Manifest manifest(int number) {
    JsonObject parameters = JsonObject.builder().put("number", number).put("text", "é\"\\").build();
    return new Manifest("fact", List.of(new Manifest.StageEntry("zip", 1, parameters)), 0);
  }

  @Test
  default void findsWhatWasSavedAndNothingElse() {
    ManifestRegistry registry = registry();

    registry.save(manifest(1));

    assertThat(registry.find(manifest(1).id())).contains(manifest(1));
    assertThat(registry.find(manifest(2).id())).isEmpty();
  }

  @Test
  default void listsInTheOrderOfSaving() {
    ManifestRegistry registry = registry();
    List<Manifest> saved = IntStream.range(0, 50).mapToObj(i -> manifest(i * 7 % 50)).toList();

    saved.forEach(registry::save);

    assertThat(registry.all()).isEqualTo(saved);
  }

  @Test
  default void savingAgainChangesNothing() {
    ManifestRegistry registry = registry();
    registry.save(manifest(1));
    registry.save(manifest(2));

    registry.save(manifest(1));

    assertThat(registry.all()).containsExactly(manifest(1), manifest(2));
  }

  @Test
  default void manyThreadsMaySaveAndFind() throws Exception {
    ManifestRegistry registry = registry();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> found = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Manifest manifest = manifest(i % 20);
        found.add(
            executor.submit(
                () -> {
                  registry.save(manifest);
                  return registry.find(manifest.id()).equals(Optional.of(manifest));
                }));
      }
      for (Future<Boolean> each : found) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(registry.all()).hasSize(20);
  }
}
