package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectStore;
import dev.cairn.search.IndexPublisher;
import dev.cairn.search.PublishedIndex;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps indexes beside the log: objects that never change, named by checkpoints. One thread at a
 * time publishes.
 *
 * <p>What is uploaded may be named by any checkpoint up to the next sweep, which removes what no
 * checkpoint named when it listed the bucket. So after a sweep everything is uploaded again, under
 * new names.
 */
final class Indexes {
  private static final Logger log = LoggerFactory.getLogger(Indexes.class);
  private static final int TRIES = 8;
  private static final long ANY = -1;

  private final ObjectStore store;
  private final LogReader reader;
  private final Replica replica;
  private final Checkpointer checkpointer;
  private final FanOut fanOut;

  Indexes(
      ObjectStore store,
      LogReader reader,
      Replica replica,
      Checkpointer checkpointer,
      FanOut fanOut) {
    this.store = store;
    this.reader = reader;
    this.replica = replica;
    this.checkpointer = checkpointer;
    this.fanOut = fanOut;
  }

  Optional<PublishedIndex> find(String namespace, String name) {
    return replica.read(LogState::indexes).stream()
        .filter(index -> index.isOf(namespace, name))
        .findFirst()
        .map(
            index ->
                new PublishedIndex(
                    index.asOf(), index.label(), new BucketBlocks(reader, fanOut, index)));
  }

  void publish(
      String namespace, String name, Version asOf, String label, IndexPublisher.Content content) {
    int labelBytes = label.getBytes(StandardCharsets.UTF_8).length;
    if (labelBytes > IndexPublisher.MAX_LABEL_BYTES) {
      throw new IllegalArgumentException(
          "The label of an index must have at most %d bytes, but has %d."
              .formatted(IndexPublisher.MAX_LABEL_BYTES, labelBytes));
    }
    for (int i = 0; i < TRIES; i++) {
      checkpointer.adopt();
      requireKnown(asOf);
      long sweeps = replica.read(LogState::sweeps);
      List<IndexRef.ObjectRef> objects = new ArrayList<>();
      try {
        content.writeTo(object -> objects.add(upload(object)));
      } catch (IOException unreadable) {
        remove(objects.stream().map(IndexRef.ObjectRef::key).collect(Collectors.toSet()));
        throw new UncheckedIOException(unreadable);
      }
      IndexRef index = new IndexRef(namespace, name, asOf, label, objects);
      if (replace(namespace, name, Optional.of(index), sweeps)) {
        return;
      }
    }
    throw new StorageException(
        "Others cleaned up %d times meanwhile, so the index was not published. Try again when they are done."
            .formatted(TRIES));
  }

  private void requireKnown(Version asOf) {
    if (replica.read(LogState::droppedUpTo).isAfter(asOf)) {
      throw new StorageException(
          "The index lacks changes that the store has forgotten, so it was not published. Build it"
              + " anew.");
    }
  }

  private IndexRef.ObjectRef upload(byte[] object) {
    String key = checkpointer.name(Checkpointer.INDEXES, replica.read(LogState::tail));
    checkpointer.create(key, object);
    return new IndexRef.ObjectRef(key, object.length, Digests.sha256(object));
  }

  boolean withdraw(String namespace, String name) {
    checkpointer.adopt();
    if (find(namespace, name).isEmpty()) {
      return false;
    }
    return replace(namespace, name, Optional.empty(), ANY);
  }

  /**
   * Makes the newest checkpoint name this one and no other of its name.
   *
   * @param sweeps how many there were when its objects were uploaded, or {@link #ANY}
   * @return false if there was another since; its objects are gone then
   */
  private boolean replace(String namespace, String name, Optional<IndexRef> next, long sweeps) {
    UnaryOperator<List<IndexRef>> change =
        known -> {
          List<IndexRef> after = new ArrayList<>(known);
          after.removeIf(index -> index.isOf(namespace, name));
          next.ifPresent(after::add);
          return after;
        };
    for (int i = 0; i < TRIES; i++) {
      Optional<Roots.Root> root = checkpointer.root();
      checkpointer.adopt();
      List<IndexRef> known = replica.read(LogState::indexes);
      Set<String> wanted = new HashSet<>(next.map(IndexRef::keys).orElse(List.of()));
      Set<String> former = keys(known, namespace, name);
      if (!wanted.isEmpty() && former.equals(wanted)) {
        return true;
      }
      if (sweeps != ANY && replica.read(LogState::sweeps) != sweeps) {
        remove(wanted);
        return false;
      }
      next.ifPresent(index -> requireKnown(index.asOf()));
      if (checkpointer.write(root, change)) {
        former.removeAll(wanted);
        remove(former);
        return true;
      }
    }
    throw new StorageException(
        "Other processes published checkpoints %d times meanwhile, so that the index could not be changed. Try again."
            .formatted(TRIES));
  }

  private static Set<String> keys(List<IndexRef> known, String namespace, String name) {
    Set<String> keys = new HashSet<>();
    known.stream()
        .filter(index -> index.isOf(namespace, name))
        .forEach(index -> keys.addAll(index.keys()));
    return keys;
  }

  /** Removes what no checkpoint will ever name again. */
  private void remove(Set<String> keys) {
    try {
      keys.forEach(store::delete);
    } catch (StorageException notNow) {
      log.debug("{} stay in the bucket until the next 'compact'", keys, notNow);
    }
  }
}
