package dev.cairn.s3.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.search.PublishedIndex;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Publishes and reads indexes in a history. What is in one tells of which version it is, so that
 * one that was put together from several is noticed.
 */
final class SimIndexes {
  private static final String NAME = "search";

  private final Sim sim;

  SimIndexes(Sim sim) {
    this.sim = sim;
  }

  void publish(S3RecordStore store) {
    try {
      Version asOf = store.latest();
      String text = Long.toString(asOf.position());
      store.publish(
          "app",
          NAME,
          asOf,
          text,
          sink -> {
            for (int i = sim.engine.random.nextInt(3); i >= 0; i--) {
              sink.add(text.getBytes(UTF_8));
            }
          });
      requireWhole(sim.bucket);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    } catch (StorageException noAnswer) {
      boolean isLate = String.valueOf(noAnswer.getMessage()).contains("forgotten");
      if (!isLate) {
        sim.requireFault(noAnswer);
      }
    }
  }

  void read(S3RecordStore store) {
    try {
      Optional<PublishedIndex> found = store.published("app", NAME);
      if (found.isPresent() && !isRead(found.get())) {
        requireWhole(sim.bucket);
        // It has been replaced, and the next look must see by what.
        Optional<PublishedIndex> next = store.published("app", NAME);
        next.ifPresent(this::isRead);
      }
    } catch (StorageException noAnswer) {
      sim.requireFault(noAnswer);
    }
  }

  /** Whether all of it was there. */
  private boolean isRead(PublishedIndex index) {
    require(index.label().equals(Long.toString(index.asOf().position())), "MIXED: label");
    try {
      for (int i = 0; i < index.blocks().lengths().size(); i++) {
        String text = new String(index.blocks().readWhole(i), UTF_8);
        require(text.equals(index.label()), "MIXED: object " + i);
      }
      return true;
    } catch (UnusableSnapshotException gone) {
      return false;
    }
  }

  /** Requires that every object is there that the newest checkpoint names of indexes. */
  static void requireWhole(InMemoryObjectStore bucket) {
    if (!(bucket.get(Current.KEY) instanceof Fetched.Found root)) {
      return;
    }
    Current current = Current.decode(root.bytes());
    if (!(bucket.get(current.key()) instanceof Fetched.Found found)) {
      throw new AssertionError("DANGLING: " + current.key());
    }
    for (IndexRef index : Checkpoint.decode(current.key(), found.bytes()).indexes()) {
      for (IndexRef.ObjectRef ref : index.objects()) {
        boolean isThere =
            bucket.get(ref.key()) instanceof Fetched.Found object
                && Arrays.equals(Digests.sha256(object.bytes()), ref.sha());
        require(isThere, "DANGLING: " + ref.key());
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
