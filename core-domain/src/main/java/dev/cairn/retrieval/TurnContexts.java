package dev.cairn.retrieval;

import dev.cairn.document.StoredDocument;
import dev.cairn.store.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what was said before turns. Remembers the last turn of recent conversations, so that a
 * conversation that grows is not read from its start each time. Not thread-safe.
 */
final class TurnContexts {
  private static final int REMEMBERED = 1_000;

  private final Conversation conversation;
  private final Map<RecordId, RecordId> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordId, RecordId> eldest) {
          return size() > REMEMBERED;
        }
      };

  TurnContexts(Conversation conversation) {
    this.conversation = conversation;
  }

  Conversation conversation() {
    return conversation;
  }

  Optional<StoredDocument> before(RecordId turn) {
    RecordId name = Conversation.name(turn);
    Optional<StoredDocument> before =
        conversation.before(turn, Optional.ofNullable(last.get(name)));
    last.put(name, turn);
    return before;
  }
}
