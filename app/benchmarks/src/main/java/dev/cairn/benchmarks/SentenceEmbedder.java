package dev.cairn.benchmarks;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The model all-MiniLM-L6-v2, quantised, on one thread: 384 dimensions of length 1. */
final class SentenceEmbedder implements AutoCloseable {
  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final HuggingFaceTokenizer tokenizer;
  private final OrtSession session;

  SentenceEmbedder() throws IOException, OrtException {
    try (InputStream model = resource(MODEL);
        InputStream words = resource(TOKENIZER)) {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              words, Map.of("padding", "true", "truncation", "true", "maxLength", "128"));
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model.readAllBytes(), options);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream stream = SentenceEmbedder.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("The model file " + name + " is not on the class path.");
    }
    return stream;
  }

  float[][] embed(List<String> texts) throws OrtException {
    Encoding[] encodings = tokenizer.batchEncode(texts);
    long[][] ids = new long[encodings.length][];
    long[][] masks = new long[encodings.length][];
    long[][] types = new long[encodings.length][];
    for (int i = 0; i < encodings.length; i++) {
      ids[i] = encodings[i].getIds();
      masks[i] = encodings[i].getAttentionMask();
      types[i] = encodings[i].getTypeIds();
    }
    try (OnnxTensor id = OnnxTensor.createTensor(environment, ids);
        OnnxTensor mask = OnnxTensor.createTensor(environment, masks);
        OnnxTensor type = OnnxTensor.createTensor(environment, types);
        OrtSession.Result result =
            session.run(Map.of("input_ids", id, "attention_mask", mask, "token_type_ids", type))) {
      float[][][] tokens = (float[][][]) result.get(0).getValue();
      float[][] vectors = new float[tokens.length][];
      for (int i = 0; i < tokens.length; i++) {
        vectors[i] = mean(tokens[i], masks[i]);
      }
      return vectors;
    }
  }

  private static float[] mean(float[][] tokens, long[] mask) {
    float[] sum = new float[tokens[0].length];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += mask[t] * tokens[t][i];
      }
    }
    double square = 0;
    for (float number : sum) {
      square += (double) number * number;
    }
    float inverse = (float) (1 / Math.sqrt(square));
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= inverse;
    }
    return sum;
  }

  @Override
  public void close() throws OrtException {
    session.close();
    tokenizer.close();
  }
}
