package dev.cairn.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 1.29.0 of the runtime reports each start to its makers, unasked. */
class QuietRuntimeTest {

  @ParameterizedTest
  @ValueSource(strings = {"linux-x64", "linux-aarch64", "osx-aarch64", "win-x64"})
  void theNativeLibraryKnowsNoAddressToReportTo(String platform) throws IOException {
    String folder = "ai/onnxruntime/native/" + platform + "/";
    String name =
        switch (platform.substring(0, 3)) {
          case "win" -> "onnxruntime.dll";
          case "osx" -> "libonnxruntime.dylib";
          default -> "libonnxruntime.so";
        };
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(folder + name)) {
      assertThat(in).isNotNull();
      String library = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(library.contains("onnxruntime")).isTrue();
      assertThat(library.contains("events.data.microsoft.com")).isFalse();
    }
  }
}
