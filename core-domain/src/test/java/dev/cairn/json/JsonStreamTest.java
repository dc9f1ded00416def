package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonStreamTest {

  private static JsonStream stream(String text) throws IOException {
    return new JsonStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads all, going into what is an object or an array, so that it is as what was written. */
  private static JsonValue read(JsonStream in, Random random) throws IOException {
    JsonStream.Kind kind = random.nextInt(3) == 0 ? JsonStream.Kind.OTHER : in.kind();
    switch (kind) {
      case OBJECT -> {
        JsonObject.Builder object = JsonObject.builder();
        in.enterObject();
        while (in.hasNext()) {
          object.put(in.name(), read(in, random));
        }
        in.leave();
        return object.build();
      }
      case ARRAY -> {
        List<JsonValue> elements = new ArrayList<>();
        in.enterArray();
        while (in.hasNext()) {
          elements.add(read(in, random));
        }
        in.leave();
        return new JsonArray(elements);
      }
      case OTHER -> {
        return in.value();
      }
    }
    throw new AssertionError();
  }

  @Test
  void readsWhatTheParserReads() throws IOException {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      JsonValue value = new JsonGenerator(seed).value(6);
      String text =
          JsonWriter.write(value, random.nextBoolean() ? JsonStyle.MINIFIED : JsonStyle.SPACED);
      String spaced = random.nextBoolean() ? text : "\uFEFF \n" + text + "\r\n\t ";
      byte[] bytes = spaced.getBytes(StandardCharsets.UTF_8);
      JsonStream in = new JsonStream(slowly(bytes, random));

      JsonValue read = read(in, random);
      in.end();

      assertThat(read).as("seed %d", seed).isEqualTo(value);
    }
  }

  /** Hands over few bytes at a time. */
  private static InputStream slowly(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] out, int offset, int length) {
        return super.read(out, offset, Math.min(length, 1 + random.nextInt(7)));
      }
    };
  }

  @Test
  void skipsAndTellsLines() throws IOException {
    JsonStream in = stream("{\"a\": [1, {\"b\": \"]}\\\"\"}],\n\"c\":\n 7}");

    in.enterObject();
    assertThat(in.name()).isEqualTo("a");
    assertThat(in.kind()).isEqualTo(JsonStream.Kind.ARRAY);
    in.skip();
    assertThat(in.hasNext()).isTrue();
    assertThat(in.name()).isEqualTo("c");
    assertThat(in.line()).isEqualTo(3);
    assertThat(in.value()).isEqualTo(JsonNumber.of(7));
    assertThat(in.hasNext()).isFalse();
    in.leave();
    in.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "[1,]",
        "[1",
        "[1 2]",
        "[\"a",
        "[\"a\\",
        "[{\"a\":1]",
        "[}",
        "]",
        "[1]]",
        "[tru]",
        "[\"\u0001\"]",
        "{\"a\":}",
        "[,1]"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(
            () -> {
              JsonStream in = stream(text);
              if (in.kind() == JsonStream.Kind.OBJECT) {
                in.enterObject();
                while (in.hasNext()) {
                  in.name();
                  in.value();
                }
              } else {
                in.enterArray();
                while (in.hasNext()) {
                  in.value();
                }
              }
              in.leave();
              in.end();
            })
        .isInstanceOf(JsonException.class);
  }
}
