package dev.cairn.langchain4j;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.document.StoredDocument;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.ConflictException;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The records of chat memories. In the partition of a memory, each message is one of kind {@code
 * chat-message}, whose id is its number in 16 hexadecimal digits, and {@code chat-window} lists the
 * numbers of those that are in the memory now.
 */
final class ChatRecords {
  private static final String MESSAGE = "chat-message";
  private static final String WINDOW = "chat-window";
  private static final String WINDOW_ID = "window";
  private static final int MAX_ATTEMPTS = 100;
  private static final HexFormat HEX = HexFormat.of();

  private final DocumentStore documents;
  private final InstantSource clock;

  ChatRecords(DocumentStore documents, InstantSource clock) {
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * @param next the number of the next message
   */
  private record Window(Expectation expectation, List<String> numbers, long next) {}

  List<ChatMessage> window(String memory) {
    return messages(memory, readWindow(memory).numbers()).stream()
        .map(ChatRecords::message)
        .toList();
  }

  List<ChatMessage> history(String memory) {
    return documents.scanAll(Scan.of(documents.namespace(), MESSAGE, memory)).stream()
        .map(stored -> message(member(stored.document())))
        .toList();
  }

  /** Makes the window show these messages; those that it does not show yet are added. */
  void update(String memory, List<ChatMessage> messages) {
    List<JsonObject> wanted = messages.stream().map(ChatRecords::json).toList();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Window before = readWindow(memory);
      List<JsonObject> shown = messages(memory, before.numbers());
      if (shown.equals(wanted)) {
        return;
      }
      switch (documents.commit(writes(memory, before, shown, wanted))) {
        case CommitResult.Committed ignored -> {
          return;
        }
        case CommitResult.Conflict ignored -> {}
        case CommitResult.Unknown unknown ->
            throw new StorageException(
                "It is not known whether the chat memory was updated: %s. Read it before updating it again."
                    .formatted(unknown.reason()));
      }
    }
    throw new ConflictException(
        "The chat memory could not be updated, since others updated it %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  private List<DocumentWrite> writes(
      String memory, Window before, List<JsonObject> shown, List<JsonObject> wanted) {
    List<DocumentWrite> writes = new ArrayList<>();
    List<JsonValue> numbers = new ArrayList<>();
    long next = before.next();
    int from = 0;
    for (JsonObject message : wanted) {
      int known = shown.subList(from, shown.size()).indexOf(message);
      if (known >= 0) {
        numbers.add(new JsonString(before.numbers().get(from + known)));
        from += known + 1;
      } else {
        String number = HEX.toHexDigits(next++);
        numbers.add(new JsonString(number));
        JsonObject document =
            JsonObject.builder()
                .put("added_at", clock.instant().toString())
                .put("message", message)
                .build();
        writes.add(new DocumentWrite.Put(messageId(memory, number), document, Expectation.ABSENT));
      }
    }
    JsonObject window =
        JsonObject.builder().put("messages", new JsonArray(numbers)).put("next", next).build();
    writes.add(new DocumentWrite.Put(windowId(memory), window, before.expectation()));
    return writes;
  }

  private Window readWindow(String memory) {
    Optional<StoredDocument> found = documents.getFresh(windowId(memory));
    if (found.isEmpty()) {
      return new Window(Expectation.ABSENT, List.of(), 0);
    }
    JsonObject window = found.get().document();
    if (window.find("messages").orElse(JsonObject.EMPTY) instanceof JsonArray listed
        && window.find("next").isPresent()) {
      List<String> numbers =
          listed.elements().stream().map(number -> ((JsonString) number).value()).toList();
      long next = Long.parseLong(window.find("next").get().toString());
      return new Window(Expectation.version(found.get().version()), numbers, next);
    }
    throw new CorruptRecordException(
        "A chat memory's window must have 'messages' and 'next', but has other members. Restore it from a backup.");
  }

  private List<JsonObject> messages(String memory, List<String> numbers) {
    List<RecordId> ids = numbers.stream().map(number -> messageId(memory, number)).toList();
    return documents.getAllFresh(ids).stream()
        .flatMap(Optional::stream)
        .map(stored -> member(stored.document()))
        .toList();
  }

  private RecordId messageId(String memory, String number) {
    return documents.id(MESSAGE, memory, number);
  }

  private RecordId windowId(String memory) {
    return documents.id(WINDOW, memory, WINDOW_ID);
  }

  private static JsonObject member(JsonObject document) {
    if (document.find("message").orElse(JsonObject.EMPTY) instanceof JsonObject message) {
      return message;
    }
    throw new CorruptRecordException(
        "A chat message's record must have the object 'message', but has another value. Restore it from a backup.");
  }

  private static JsonObject json(ChatMessage message) {
    return (JsonObject) JsonValue.parse(ChatMessageSerializer.messageToJson(message));
  }

  private static ChatMessage message(JsonObject json) {
    return ChatMessageDeserializer.messageFromJson(json.toString());
  }
}
