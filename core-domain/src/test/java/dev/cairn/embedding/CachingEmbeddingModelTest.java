package dev.cairn.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.search.VectorSpace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachingEmbeddingModelTest extends EmbeddingModelContract {
  private EmbeddingCache cache = new EmbeddingCache(1 << 20);

  @BeforeEach
  void emptyTheCache() {
    cache = new EmbeddingCache(1 << 20);
  }

  @Override
  protected EmbeddingModel open() {
    return new CachingEmbeddingModel(new HashingEmbeddingModel(64), new EmbeddingCache(100_000));
  }

  /** Notes what it is asked. */
  private static final class Asked implements EmbeddingModel {
    private final EmbeddingModel model;
    final List<String> texts = new ArrayList<>();

    Asked(int dimensions) {
      model = new HashingEmbeddingModel(dimensions);
    }

    @Override
    public VectorSpace space() {
      return model.space();
    }

    @Override
    public int maxTokens() {
      return model.maxTokens();
    }

    @Override
    public boolean unitLength() {
      return model.unitLength();
    }

    @Override
    public List<float[]> embed(List<String> asked, TextRole role) {
      texts.addAll(asked);
      return model.embed(asked, role);
    }

    @Override
    public void close() {}
  }

  @Test
  void asksForEachTextOnce() {
    Asked asked = new Asked(64);
    EmbeddingModel caching = new CachingEmbeddingModel(asked, cache);

    List<float[]> first = caching.embed(List.of("a", "b", "a"), TextRole.PASSAGE);
    List<float[]> second = caching.embed(List.of("b", "c", "a"), TextRole.PASSAGE);

    assertThat(asked.texts).containsExactly("a", "b", "c");
    assertThat(first.get(0)).isEqualTo(first.get(2)).isNotSameAs(first.get(2));
    assertThat(second.get(2)).isEqualTo(first.get(0));
    assertThat(cache.statistics().hits()).isEqualTo(2);
    assertThat(cache.statistics().misses()).isEqualTo(3);
  }

  @Test
  void tellsRolesAndSpacesApart() {
    Asked small = new Asked(64);
    Asked large = new Asked(128);
    EmbeddingModel one = new CachingEmbeddingModel(small, cache);
    EmbeddingModel other = new CachingEmbeddingModel(large, cache);

    one.embed("a", TextRole.PASSAGE);
    one.embed("a", TextRole.QUERY);
    float[] vector = other.embed("a", TextRole.PASSAGE);

    assertThat(small.texts).containsExactly("a", "a");
    assertThat(vector).hasSize(128);
  }

  @Test
  void tellsHalvesOfPairsApart() {
    Asked asked = new Asked(64);
    EmbeddingModel caching = new CachingEmbeddingModel(asked, cache);

    caching.embed(List.of("\ud800", "\ud801", "?"), TextRole.PASSAGE);

    assertThat(asked.texts).hasSize(3);
  }

  @Test
  void staysWithinItsBytesAndForgetsTheOldest() {
    Asked asked = new Asked(100);
    EmbeddingCache small = new EmbeddingCache(6_000);
    EmbeddingModel caching = new CachingEmbeddingModel(asked, small);

    for (int i = 0; i < 50; i++) {
      caching.embed("text " + i, TextRole.PASSAGE);
      caching.embed("text 0", TextRole.PASSAGE);
    }

    assertThat(asked.texts.stream().filter("text 0"::equals)).hasSize(1);
    assertThat(small.statistics().entries()).isEqualTo(10);
    assertThat(small.statistics().payloadBytes()).isEqualTo(10 * 400);
    assertThat(small.statistics().evictions()).isEqualTo(40);
  }

  @Test
  void forgetsAllWhenCleared() {
    Asked asked = new Asked(64);
    EmbeddingModel caching = new CachingEmbeddingModel(asked, cache);
    caching.embed("a", TextRole.PASSAGE);

    cache.clear();

    assertThat(cache.statistics().entries()).isZero();
    caching.embed("a", TextRole.PASSAGE);
    assertThat(asked.texts).containsExactly("a", "a");
  }

  @Test
  void keepsNothingWithoutRoom() {
    EmbeddingCache none = new EmbeddingCache(0);
    EmbeddingModel caching = new CachingEmbeddingModel(new Asked(64), none);

    assertThat(caching.embed(List.of("a", "a"), TextRole.QUERY)).hasSize(2);
    assertThat(none.statistics().entries()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> new EmbeddingCache(-1));
  }
}
