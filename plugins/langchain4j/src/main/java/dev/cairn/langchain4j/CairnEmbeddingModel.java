package dev.cairn.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Set;

/**
 * A model of Cairn as one of LangChain4j. Texts are embedded as passages, unless a request's input
 * type is QUERY. Thread-safe if, as all are, the model is.
 */
public final class CairnEmbeddingModel implements dev.langchain4j.model.embedding.EmbeddingModel {
  private final EmbeddingModel model;

  /**
   * @param model stays open as long as this is used, and is closed by who opened it
   */
  public CairnEmbeddingModel(EmbeddingModel model) {
    this.model = requireNonNull(model, "model");
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(
        embed(segments.stream().map(TextSegment::text).toList(), TextRole.PASSAGE));
  }

  @Override
  public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    TextRole role =
        request.inputType() == EmbeddingInputType.QUERY ? TextRole.QUERY : TextRole.PASSAGE;
    List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
    return EmbeddingResponse.builder()
        .embeddings(embed(texts, role))
        .metadata(EmbeddingResponseMetadata.builder().modelName(modelName()).build())
        .build();
  }

  private List<Embedding> embed(List<String> texts, TextRole role) {
    return model.embed(texts, role).stream().map(Embedding::from).toList();
  }

  @Override
  public Set<EmbeddingParameter<?>> supportedParameters() {
    return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
  }

  @Override
  public int dimension() {
    return model.space().dimensions();
  }

  @Override
  public String modelName() {
    return model.space().name();
  }
}
