package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.store.RecordStore;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CairnChatMemoryStoreTest {

  @Nested
  class InMemory extends Cases {
    InMemory() {
      super(TestStores.memory());
    }
  }

  @Nested
  class OnSqlite extends Cases {
    OnSqlite(@TempDir Path folder) {
      super(TestStores.sqlite(folder));
    }
  }

  abstract static class Cases {
    private static final SystemMessage SYSTEM = SystemMessage.from("Be brief.");
    private static final UserMessage HELLO = UserMessage.from("Hello, \"you\" 🙂\nthere");
    private static final AiMessage CALL =
        AiMessage.from(
            ToolExecutionRequest.builder()
                .id("7")
                .name("weather")
                .arguments("{\"city\": \"Oslo\"}")
                .build());
    private static final ToolExecutionResultMessage RESULT =
        ToolExecutionResultMessage.from("7", "weather", "rain");
    private static final AiMessage ANSWER = AiMessage.from("It rains in Oslo.");

    private final RecordStore records;
    private final CairnChatMemoryStore store;

    Cases(RecordStore records) {
      this.records = records;
      this.store = new CairnChatMemoryStore(TestStores.documents(records));
    }

    @AfterEach
    void close() {
      records.close();
    }

    @Test
    void keepsMessagesOfAllSortsWhole() {
      List<ChatMessage> messages = List.of(SYSTEM, HELLO, CALL, RESULT, ANSWER);

      store.updateMessages("ana", messages);

      assertThat(store.getMessages("ana")).isEqualTo(messages);
      assertThat(store.history("ana")).isEqualTo(messages);
      assertThat(store.getMessages("ben")).isEmpty();
      assertThat(store.history("ben")).isEmpty();
    }

    @Test
    void keepsWhatLeavesTheWindow() {
      store.updateMessages(1, List.of(SYSTEM, HELLO));
      store.updateMessages(1, List.of(SYSTEM, HELLO, CALL, RESULT));
      store.updateMessages(1, List.of(SYSTEM, RESULT, ANSWER));

      assertThat(store.getMessages(1)).containsExactly(SYSTEM, RESULT, ANSWER);
      assertThat(store.history(1)).containsExactly(SYSTEM, HELLO, CALL, RESULT, ANSWER);
    }

    @Test
    void countsEqualMessagesEachTimeTheyAreSaid() {
      UserMessage yes = UserMessage.from("yes");
      store.updateMessages(1, List.of(yes));
      store.updateMessages(1, List.of(yes, ANSWER));
      store.updateMessages(1, List.of(yes, ANSWER, yes));
      store.updateMessages(1, List.of(ANSWER, yes));

      assertThat(store.getMessages(1)).containsExactly(ANSWER, yes);
      assertThat(store.history(1)).containsExactly(yes, ANSWER, yes);
    }

    @Test
    void deletesTheWindowAndKeepsTheHistory() {
      store.updateMessages(1, List.of(HELLO));
      store.deleteMessages(1);
      store.deleteMessages(2);

      assertThat(store.getMessages(1)).isEmpty();
      store.updateMessages(1, List.of(HELLO));
      assertThat(store.getMessages(1)).containsExactly(HELLO);
      assertThat(store.history(1)).containsExactly(HELLO, HELLO);
    }

    @Test
    void writesNothingForTheSameWindow() {
      store.updateMessages(1, List.of(HELLO));
      long before = records.latest().position();

      store.updateMessages(1, List.of(HELLO));

      assertThat(records.latest().position()).isEqualTo(before);
    }

    @Test
    void losesNoMessageInRaces() throws Exception {
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          String name = "thread " + thread;
          done.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < 10; i++) {
                      store.updateMessages("one", List.of(UserMessage.from(name + ", " + i)));
                    }
                  }));
        }
        for (Future<?> each : done) {
          each.get();
        }
      }

      assertThat(store.history("one")).hasSize(40).doesNotHaveDuplicates();
      assertThat(store.getMessages("one")).hasSize(1);
    }

    @Test
    void isErasedWithTheUserOfItsName() {
      store.updateMessages("ana", List.of(HELLO, ANSWER));
      store.updateMessages("ben", List.of(HELLO));

      records.erase("tests", "ana", record -> {});

      assertThat(store.history("ana")).isEmpty();
      assertThat(store.getMessages("ana")).isEmpty();
      assertThat(store.history("ben")).containsExactly(HELLO);
    }

    @Test
    void answersFutures() {
      store.updateMessagesAsync(1, List.of(HELLO)).join();
      assertThat(store.getMessagesAsync(1).join()).containsExactly(HELLO);
      store.deleteMessagesAsync(1).join();
      assertThat(store.getMessages(1)).isEmpty();
    }

    @Test
    void refusesBlankIds() {
      assertThatIllegalArgumentException().isThrownBy(() -> store.getMessages(" "));
    }
  }
}
