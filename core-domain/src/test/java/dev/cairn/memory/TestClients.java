package dev.cairn.memory;

import dev.cairn.cache.NoCache;
import dev.cairn.cache.RecordCache;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Author;
import dev.cairn.store.RecordStore;
import java.time.Duration;
import java.time.InstantSource;
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

  /** A client with a policy and a clock, on whose behalf {@code principal} writes. */
  public static MemoryClient of(
      RecordStore store, MemoryPolicy policy, InstantSource clock, String principal) {
    return new MemoryClient(
        documents(store, new NoCache(), principal),
        Optional.empty(),
        AffinityLevels.DEFAULT,
        policy,
        clock);
  }

  static MemoryClient client(RecordStore store, RecordCache cache, Optional<FactMerger> merger) {
    return new MemoryClient(documents(store, cache, ""), merger, AffinityLevels.DEFAULT);
  }

  private static DocumentStore documents(RecordStore store, RecordCache cache, String principal) {
    return new DocumentStore(
        "test",
        store,
        new PlainJsonCodec(JsonStyle.MINIFIED),
        cache,
        new Author("test", principal),
        Duration.ofSeconds(1),
        System::nanoTime);
  }
}
