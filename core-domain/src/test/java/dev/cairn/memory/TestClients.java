package dev.cairn.memory;

import dev.cairn.cache.NoCache;
import dev.cairn.cache.RecordCache;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Author;
import dev.cairn.store.RecordStore;
import java.time.Duration;
import java.util.Optional;

/** Clients of plain JSON records, for tests. */
public final class TestClients {
  private TestClients() {}

  /** A client that replaces what has the same name. */
  public static MemoryClient replacing(RecordStore store) {
    return client(store, new NoCache(), Optional.empty());
  }

  /** A client that merges duplicates on saving. */
  public static MemoryClient merging(RecordStore store) {
    return client(store, new NoCache(), Optional.of(new FactMerger()));
  }

  static MemoryClient client(RecordStore store, RecordCache cache, Optional<FactMerger> merger) {
    DocumentStore documents =
        new DocumentStore(
            "test",
            store,
            new PlainJsonCodec(JsonStyle.MINIFIED),
            cache,
            new Author("test", ""),
            Duration.ofSeconds(1),
            System::nanoTime);
    return new MemoryClient(documents, merger, AffinityLevels.DEFAULT);
  }
}
