package dev.cairn.storage.sqlite;

import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A process of its own that writes until it is killed. {@code batches FILE FROM}: batches of 20
 * records, of which each acknowledged one is printed; {@code increment FILE COUNT}: increments one
 * record so many times. Ends with {@link #UNKNOWN} at the first write of unknown outcome, if what
 * was acknowledged can still be read then.
 */
final class WriterProcess {
  static final int BATCH = 20;
  static final int UNKNOWN = 3;
  static final RecordId COUNTER = new RecordId("n", "counter", "", "c");

  private WriterProcess() {}

  static RecordId id(int batch, int record) {
    return new RecordId("n", "fact", "p" + record % 3, "%06d/%02d".formatted(batch, record));
  }

  public static void main(String[] arguments) {
    Author author = new Author("writer-" + ProcessHandle.current().pid(), "");
    SqliteConfig config = new SqliteConfig(arguments[1], null, null, null, 1);
    try (RecordStore store =
        new SqliteRecordStore(SqliteDatabase.open(config), InstantSource.system())) {
      int number = Integer.parseInt(arguments[2]);
      if (arguments[0].equals("increment")) {
        for (int i = 0; i < number; i++) {
          increment(store, author);
        }
      } else {
        writeForEver(store, author, number);
      }
    }
  }

  private static void writeForEver(RecordStore store, Author author, int from) {
    for (int batch = from; ; batch++) {
      WriteBatch.Builder writes = WriteBatch.by(author);
      for (int record = 0; record < BATCH; record++) {
        writes.put(id(batch, record), payload("batch " + batch + " " + "x".repeat(300)));
      }
      switch (store.commit(writes.build())) {
        case CommitResult.Committed ignored -> {
          System.out.println(batch);
          System.out.flush();
        }
        case CommitResult.Conflict conflict -> throw new AssertionError(conflict);
        case CommitResult.Unknown ignored -> {
          store.get(id(batch - 1, 0)).orElseThrow();
          System.exit(UNKNOWN);
        }
      }
    }
  }

  private static void increment(RecordStore store, Author author) {
    CommitResult result;
    do {
      Optional<Record> now = store.get(COUNTER);
      int count = now.map(WriterProcess::number).orElse(0);
      Expectation unchanged =
          now.map(found -> Expectation.version(found.version())).orElse(Expectation.ABSENT);
      WriteBatch batch =
          WriteBatch.by(author)
              .put(COUNTER, payload(Integer.toString(count + 1)), unchanged)
              .build();
      result = store.commit(batch);
    } while (!(result instanceof CommitResult.Committed));
  }

  static int number(Record record) {
    return Integer.parseInt(
        record.payload().read(bytes -> new String(bytes, StandardCharsets.UTF_8)));
  }

  private static Payload payload(String text) {
    return Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
