package dev.cairn.benchmarks;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A model in onnxruntime with nothing around it: the tensors are made before the clock starts, and
 * what comes out is left alone.
 */
final class BareRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final List<Map<String, OnnxTensor>> runs = new ArrayList<>();

  BareRuntime(String file, int maxTokens, List<String> texts, int batch)
      throws IOException, OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = environment.createSession(resource(file + ".onnx").readAllBytes(), options);
    List<long[]> tokens = new ArrayList<>();
    try (InputStream in = resource(file + "-tokenizer.json");
        HuggingFaceTokenizer tokenizer =
            HuggingFaceTokenizer.newInstance(
                in,
                Map.of(
                    "padding",
                    "false",
                    "truncation",
                    "true",
                    "maxLength",
                    Integer.toString(maxTokens),
                    "modelMaxLength",
                    Integer.toString(maxTokens)))) {
      texts.forEach(text -> tokens.add(tokenizer.encode(text).getIds()));
    }
    tokens.sort(Comparator.comparingInt(it -> it.length));
    for (int from = 0; from < tokens.size(); from += batch) {
      runs.add(inputs(tokens.subList(from, Math.min(tokens.size(), from + batch))));
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = BareRuntime.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new IOException("No resource " + name);
    }
    return in;
  }

  private Map<String, OnnxTensor> inputs(List<long[]> texts) throws OrtException {
    int width = texts.getLast().length;
    LongBuffer ids = longs(texts.size() * width);
    LongBuffer mask = longs(texts.size() * width);
    for (int row = 0; row < texts.size(); row++) {
      for (int i = 0; i < texts.get(row).length; i++) {
        ids.put(row * width + i, texts.get(row)[i]);
        mask.put(row * width + i, 1);
      }
    }
    long[] shape = {texts.size(), width};
    return Map.of(
        "input_ids", OnnxTensor.createTensor(environment, ids, shape),
        "attention_mask", OnnxTensor.createTensor(environment, mask, shape),
        "token_type_ids", OnnxTensor.createTensor(environment, longs(texts.size() * width), shape));
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(Long.BYTES * count)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  void run() throws OrtException {
    for (Map<String, OnnxTensor> inputs : runs) {
      session.run(inputs).close();
    }
  }

  @Override
  public void close() throws OrtException {
    runs.forEach(inputs -> inputs.values().forEach(OnnxTensor::close));
    session.close();
  }
}
