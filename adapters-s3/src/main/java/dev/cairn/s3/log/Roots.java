package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads and replaces the root, which names the newest checkpoint. Thread-safe. */
final class Roots {
  private final ObjectStore store;
  private final LogReader reader;
  private final Segments segments;

  Roots(ObjectStore store, LogReader reader, Segments segments) {
    this.store = store;
    this.reader = reader;
    this.segments = segments;
  }

  /** A root with the tag that a replacement must name. */
  record Root(Current current, String etag) {}

  /** Empty before the first checkpoint. */
  Optional<Root> read() {
    return reader.get(Current.KEY, found -> new Root(Current.decode(found.bytes()), found.etag()));
  }

  /**
   * The newest checkpoint, without directories.
   *
   * @param guard asked first
   */
  Optional<Base> newestBase(Guard guard) {
    return newest(
        current -> {
          current.application().ifPresentOrElse(guard::requireOwn, guard::requireOwn);
          return new Base(current.key(), load(current));
        });
  }

  /** A checkpoint with the directories of all of its segments. */
  Base.Opened open(Base base) {
    return open(base, List.of());
  }

  /**
   * The newest checkpoint.
   *
   * @param known of these segments the directories are not needed
   */
  Optional<Base.Opened> newest(List<SegmentRef> known) {
    return newest(current -> open(new Base(current.key(), load(current)), known));
  }

  private <T> Optional<T> newest(Function<Current, T> opening) {
    Optional<Root> root = read();
    while (root.isPresent()) {
      try {
        return Optional.of(opening.apply(root.get().current()));
      } catch (GoneException gone) {
        Optional<Root> now = read();
        if (now.map(Root::etag).equals(root.map(Root::etag))) {
          throw gone;
        }
        root = now;
      }
    }
    return Optional.empty();
  }

  /** The objects that the newest checkpoint consists of, as far as anybody will read them. */
  Set<String> needed() {
    Set<String> needed = new HashSet<>();
    read()
        .map(Root::current)
        .ifPresent(
            current -> {
              needed.add(current.key());
              Checkpoint checkpoint = load(current);
              checkpoint.segments().forEach(segment -> needed.add(segment.key()));
              checkpoint.indexes().forEach(index -> needed.addAll(index.keys()));
            });
    return needed;
  }

  private Checkpoint load(Current current) {
    return reader
        .get(current.key(), found -> decode(current, found.bytes()))
        .orElseThrow(() -> new GoneException(current.key()));
  }

  private Base.Opened open(Base base, List<SegmentRef> known) {
    List<Segment.Opened> opened =
        base.segments().stream()
            .filter(ref -> known.stream().noneMatch(other -> other.key().equals(ref.key())))
            .map(segments::open)
            .toList();
    return new Base.Opened(base, opened);
  }

  private static Checkpoint decode(Current current, byte[] bytes) {
    Checkpoint checkpoint = Checkpoint.decode(current.key(), bytes);
    if (!Arrays.equals(Envelope.sealOf(bytes), current.sha())) {
      throw new CorruptObjectException(current.key(), "it is not the one that CURRENT names");
    }
    return checkpoint;
  }

  /** What became of a new root. */
  enum Published {
    YES,
    /** Another process has replaced the root, either before, or building upon this one. */
    NO,
    /** Nobody knows. */
    UNCLEAR
  }

  /** Makes a checkpoint the newest, unless another process did so since the root was read. */
  Published publish(Optional<Root> seen, Current next) {
    byte[] bytes = next.encode();
    Retries retries = reader.retries();
    while (true) {
      PutOutcome outcome =
          seen.isEmpty()
              ? store.putIfAbsent(Current.KEY, bytes)
              : store.putIfMatch(Current.KEY, bytes, seen.get().etag());
      if (outcome instanceof PutOutcome.Written) {
        return Published.YES;
      }
      if (!(outcome instanceof PutOutcome.NotNow)) {
        Optional<Root> now = read();
        if (now.isPresent() && now.get().current().hasNonce(next.nonce())) {
          return Published.YES;
        }
        if (!now.map(Root::etag).equals(seen.map(Root::etag))) {
          return Published.NO;
        }
      }
      if (!retries.again()) {
        return Published.UNCLEAR;
      }
    }
  }
}
