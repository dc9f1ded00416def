package dev.cairn.cli;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Conversations with questions and the turns that answer them, in the JSON layout of the LoCoMo
 * data set: a list of samples, each with {@code conversation} ({@code session_1}, {@code
 * session_1_date_time}, …) and {@code qa}.
 *
 * @param name of the sample
 * @param turns in order
 * @param questions those that have evidence, but for the adversarial ones of category 5, whose
 *     answer is not in the conversation
 */
record Conversations(String name, List<Said> turns, List<Question> questions) {
  private static final int ADVERSARIAL = 5;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("h:mm a 'on' d MMMM, yyyy")
          .toFormatter(Locale.ENGLISH);

  /**
   * @param name such as {@code D1:3}
   * @param text with the caption of a picture that was shared
   */
  record Said(String name, int session, String speaker, String text, Instant time) {}

  /**
   * @param evidence names of turns
   */
  record Question(String text, int category, List<String> evidence) {}

  /**
   * @throws CommandFailure if the file cannot be read or has another layout
   */
  static List<Conversations> read(Path file) {
    try {
      if (JsonValue.parse(Files.readString(file)) instanceof JsonArray samples) {
        List<Conversations> all = new ArrayList<>();
        for (JsonValue sample : samples.elements()) {
          all.add(conversation(object(sample), all.size() + 1));
        }
        return all;
      }
      throw wrong(file, "it is no list of samples");
    } catch (IOException unreadable) {
      throw new CommandFailure("The file %s cannot be read: %s.".formatted(file, unreadable));
    } catch (JsonException | IllegalArgumentException | DateTimeException broken) {
      throw wrong(file, String.valueOf(broken.getMessage()));
    }
  }

  private static CommandFailure wrong(Path file, String reason) {
    return new CommandFailure(
        "The file %s is no data set of conversations in the layout of LoCoMo: %s"
            .formatted(file, reason));
  }

  private static Conversations conversation(JsonObject sample, int number) {
    JsonObject conversation = object(member(sample, "conversation"));
    List<Said> turns = new ArrayList<>();
    for (int session = 1; conversation.has("session_" + session + "_date_time"); session++) {
      Instant time = time(text(conversation, "session_" + session + "_date_time"));
      int place = 0;
      for (JsonValue turn : list(conversation.find("session_" + session))) {
        turns.add(said(object(turn), session, time.plusSeconds(place++)));
      }
    }
    List<Question> questions = new ArrayList<>();
    for (JsonValue asked : list(sample.find("qa"))) {
      Question question = question(object(asked));
      if (question.category() != ADVERSARIAL && !question.evidence().isEmpty()) {
        questions.add(question);
      }
    }
    String name = sample.find("sample_id").map(JsonValue::toString).orElse("sample " + number);
    return new Conversations(name.replace("\"", ""), turns, questions);
  }

  private static Said said(JsonObject turn, int session, Instant time) {
    String picture =
        turn.find("blip_caption")
            .map(caption -> " [shares " + ((JsonString) caption).value() + "]")
            .orElse("");
    return new Said(
        text(turn, "dia_id"), session, text(turn, "speaker"), text(turn, "text") + picture, time);
  }

  private static Question question(JsonObject asked) {
    List<String> evidence = new ArrayList<>();
    for (JsonValue names : list(asked.find("evidence"))) {
      Arrays.stream(((JsonString) names).value().split("[;\\s]+"))
          .filter(name -> !name.isBlank())
          .forEach(evidence::add);
    }
    int category =
        member(asked, "category") instanceof JsonNumber number
            ? Integer.parseInt(number.text())
            : 0;
    return new Question(text(asked, "question"), category, evidence.stream().distinct().toList());
  }

  private static Instant time(String text) {
    return LocalDateTime.parse(text.strip(), TIME).toInstant(ZoneOffset.UTC);
  }

  private static JsonObject object(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException("an object was wanted where something else stands");
  }

  private static List<JsonValue> list(Optional<JsonValue> value) {
    return value.orElse(JsonArray.EMPTY) instanceof JsonArray array ? array.elements() : List.of();
  }

  private static JsonValue member(JsonObject object, String name) {
    return object
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
  }

  private static String text(JsonObject object, String name) {
    if (member(object, name) instanceof JsonString text) {
      return text.value();
    }
    throw new IllegalArgumentException("'" + name + "' is no text");
  }
}
