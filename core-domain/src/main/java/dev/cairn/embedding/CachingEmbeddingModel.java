package dev.cairn.embedding;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.VectorSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a model for a text once and a cache from then on. A text that stands in one call several
 * times is computed once; two calls at the same time may compute it twice. Thread-safe.
 */
public final class CachingEmbeddingModel implements EmbeddingModel {
  private final EmbeddingModel model;
  private final EmbeddingCache cache;

  /**
   * @param model is closed with this
   */
  public CachingEmbeddingModel(EmbeddingModel model, EmbeddingCache cache) {
    this.model = requireNonNull(model, "model");
    this.cache = requireNonNull(cache, "cache");
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
  public List<float[]> embed(List<String> texts, TextRole role) {
    requireNonNull(role, "role");
    EmbeddingModel.check(texts);
    List<EmbeddingCache.Key> keys = new ArrayList<>(texts.size());
    Map<EmbeddingCache.Key, float[]> known = new LinkedHashMap<>();
    Map<EmbeddingCache.Key, String> unknown = new LinkedHashMap<>();
    for (String text : texts) {
      EmbeddingCache.Key key = EmbeddingCache.key(space(), role, text);
      keys.add(key);
      if (!known.containsKey(key) && !unknown.containsKey(key)) {
        Optional<float[]> found = cache.get(key);
        found.ifPresentOrElse(vector -> known.put(key, vector), () -> unknown.put(key, text));
      }
    }
    if (!unknown.isEmpty()) {
      List<float[]> made = model.embed(List.copyOf(unknown.values()), role);
      int next = 0;
      for (EmbeddingCache.Key key : unknown.keySet()) {
        float[] vector = made.get(next++);
        cache.put(key, vector);
        known.put(key, vector);
      }
    }
    return keys.stream().map(key -> requireNonNull(known.get(key)).clone()).toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
