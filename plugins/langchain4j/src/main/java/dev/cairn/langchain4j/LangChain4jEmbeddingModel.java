package dev.cairn.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Any model of LangChain4j as one of Cairn, with the cosine as metric. Tells the model what a text
 * is for if it wants to know. Whether it is thread-safe and gives the same vector again is up to
 * the model.
 */
public final class LangChain4jEmbeddingModel implements EmbeddingModel {
  private final dev.langchain4j.model.embedding.EmbeddingModel model;
  private final VectorSpace space;
  private final boolean knowsRoles;

  /**
   * @param name names the model and its version: what it is called decides which vectors are
   *     compared
   */
  public LangChain4jEmbeddingModel(
      dev.langchain4j.model.embedding.EmbeddingModel model, String name) {
    this.model = requireNonNull(model, "model");
    this.space = new VectorSpace(name, model.dimension(), Metric.COSINE);
    this.knowsRoles = model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE);
  }

  @Override
  public VectorSpace space() {
    return space;
  }

  /** Not known. */
  @Override
  public int maxTokens() {
    return Integer.MAX_VALUE;
  }

  /** Not known, so no. */
  @Override
  public boolean unitLength() {
    return false;
  }

  @Override
  public List<float[]> embed(List<String> texts, TextRole role) {
    EmbeddingModel.check(texts);
    if (texts.isEmpty()) {
      return List.of();
    }
    List<Embedding> made = knowsRoles ? embedFor(texts, role) : embedAll(texts);
    if (made.size() != texts.size()) {
      throw new IllegalStateException(
          "The model '%s' must make a vector for each text, but made %d for %d. Check the model."
              .formatted(space.name(), made.size(), texts.size()));
    }
    List<float[]> vectors = new ArrayList<>(made.size());
    for (Embedding embedding : made) {
      float[] vector = embedding.vector().clone();
      space.check(vector);
      vectors.add(vector);
    }
    return vectors;
  }

  private List<Embedding> embedAll(List<String> texts) {
    return model.embedAll(texts.stream().map(TextSegment::from).toList()).content();
  }

  private List<Embedding> embedFor(List<String> texts, TextRole role) {
    EmbeddingInputType type =
        role == TextRole.QUERY ? EmbeddingInputType.QUERY : EmbeddingInputType.DOCUMENT;
    return model
        .embed(
            EmbeddingRequest.builder().inputs(texts.toArray(String[]::new)).inputType(type).build())
        .embeddings();
  }

  /** Leaves the model alone: LangChain4j's models have no end. */
  @Override
  public void close() {}
}
