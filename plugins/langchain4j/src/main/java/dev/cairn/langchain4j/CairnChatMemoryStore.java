package dev.cairn.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.cairn.document.DocumentStore;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Chat memories in one namespace of Cairn. A memory is a window on messages that are only ever
 * added: what a memory evicts or deletes leaves the window and stays in {@link #history}. Messages
 * are kept whole, with tool calls and their results.
 *
 * <p>A memory's id is taken as text and names the partition of its records, so that erasing the
 * user of that name erases the memory with its history. If two update a memory at the same time,
 * the window is that of the later one, and the history has the messages of both. Thread-safe; calls
 * block.
 */
public final class CairnChatMemoryStore implements ChatMemoryStore {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final ChatRecords records;

  public CairnChatMemoryStore(DocumentStore documents) {
    this(documents, InstantSource.system());
  }

  /**
   * @param clock says when a message was added
   */
  public CairnChatMemoryStore(DocumentStore documents, InstantSource clock) {
    this.records =
        new ChatRecords(requireNonNull(documents, "documents"), requireNonNull(clock, "clock"));
  }

  @Override
  public List<ChatMessage> getMessages(Object memoryId) {
    return records.window(name(memoryId));
  }

  @Override
  public void updateMessages(Object memoryId, List<ChatMessage> messages) {
    records.update(name(memoryId), List.copyOf(messages));
  }

  /** Empties the window; the history stays. */
  @Override
  public void deleteMessages(Object memoryId) {
    records.update(name(memoryId), List.of());
  }

  /** Every message that the memory has ever had, in the order in which they came. */
  public List<ChatMessage> history(Object memoryId) {
    return records.history(name(memoryId));
  }

  private static String name(Object memoryId) {
    String name = memoryId.toString();
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "A chat memory's id must not be blank. Give one for each user or conversation.");
    }
    return name;
  }

  /** As {@link #getMessages}, on a virtual thread. */
  @Override
  public CompletableFuture<List<ChatMessage>> getMessagesAsync(Object memoryId) {
    return CompletableFuture.supplyAsync(() -> getMessages(memoryId), THREADS);
  }

  /** As {@link #updateMessages}, on a virtual thread. */
  @Override
  public CompletableFuture<Void> updateMessagesAsync(Object memoryId, List<ChatMessage> messages) {
    return CompletableFuture.runAsync(() -> updateMessages(memoryId, messages), THREADS);
  }

  /** As {@link #deleteMessages}, on a virtual thread. */
  @Override
  public CompletableFuture<Void> deleteMessagesAsync(Object memoryId) {
    return CompletableFuture.runAsync(() -> deleteMessages(memoryId), THREADS);
  }
}
