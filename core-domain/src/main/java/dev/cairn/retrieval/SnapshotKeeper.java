package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.store.ChangePage;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Saves and restores the snapshot of one namespace's indexes. Thread-safe. */
final class SnapshotKeeper {
  private final SnapshotStore store;
  private final DocumentStore documents;
  private final String name;
  private final String madeFor;
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private final ReentrantLock saving = new ReentrantLock();
  private volatile String note;

  /**
   * @param madeFor tells indexes that differ in what they hold
   */
  SnapshotKeeper(SnapshotStore store, DocumentStore documents, String madeFor) {
    this.store = store;
    this.documents = documents;
    this.name = "search-" + Integer.toHexString(madeFor.hashCode());
    this.madeFor = madeFor;
    note = store.isKeeping() ? "none yet" : "not kept";
  }

  boolean isKeeping() {
    return store.isKeeping();
  }

  /** The indexes as they were saved, if they can be brought up to date from the change log. */
  Optional<SearchSnapshot> restore(KeywordIndexFactory words, VectorIndexFactory vectors) {
    long start = System.nanoTime();
    try {
      Optional<InputStream> saved = store.open(namespace(), name);
      if (saved.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = saved.get()) {
        SearchSnapshot read =
            SearchSnapshot.read(in, namespace(), madeFor, this::isOfThisStore, words, vectors);
        note =
            "restored as of change %s in %d ms"
                .formatted(read.followed(), (System.nanoTime() - start) / 1_000_000);
        return Optional.of(read);
      }
    } catch (UnusableSnapshotException unusable) {
      discard(unusable.reason());
    } catch (IOException | UncheckedIOException unreadable) {
      discard("It cannot be read: " + unreadable);
    }
    return Optional.empty();
  }

  private boolean isOfThisStore(LogMark mark, Version followed) {
    RecordStore records = documents.records();
    if (followed.isAfter(records.latest()) || !mark.isIn(records, namespace())) {
      return false;
    }
    ChangePage next = records.changes(namespace(), followed, 1);
    return !next.gap();
  }

  /** Removes what is kept: it must not be used, or not even be there, any more. */
  void discard(String reason) {
    note = "discarded: " + reason;
    store.discard(namespace(), name, reason);
  }

  /**
   * Saves on a thread of its own, unless that is going on.
   *
   * @param state what to save; asked on that thread, empty if there is nothing by then
   */
  void saveInBackground(Supplier<Optional<SearchSnapshot>> state) {
    if (isKeeping() && isScheduled.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("cairn-search-snapshot")
          .start(
              () -> {
                try {
                  save(state);
                } finally {
                  isScheduled.set(false);
                }
              });
    }
  }

  /** Saves, after any saving that is going on. A failure is noted and nothing else. */
  void save(Supplier<Optional<SearchSnapshot>> state) {
    saving.lock();
    try {
      Optional<SearchSnapshot> now = state.get();
      if (now.isEmpty()) {
        return;
      }
      Optional<LogMark> mark = LogMark.upTo(now.get().followed(), documents.records(), namespace());
      if (mark.isEmpty()) {
        note = "not saved: the change log is empty";
        return;
      }
      store.save(
          namespace(),
          name,
          out -> {
            now.get().write(out, madeFor, mark.get());
            // What was erased meanwhile must not be kept either.
            if (!isOfThisStore(mark.get(), now.get().followed())) {
              throw new IOException("The store has forgotten changes that the snapshot lacks.");
            }
          });
      note = "saved as of change " + now.get().followed();
    } catch (IOException | RuntimeException failed) {
      // The indexes are right without it; the next start takes longer.
      note = "saving failed: " + failed;
    } finally {
      saving.unlock();
    }
  }

  /** Returns when nothing is being saved. */
  void awaitSaving() {
    saving.lock();
    saving.unlock();
  }

  /** What became of the snapshot, for an operator. */
  String explain() {
    return note;
  }

  private String namespace() {
    return documents.namespace();
  }
}
