package dev.cairn.retrieval;

import dev.cairn.search.IndexSnapshot;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * An entry of a namespace's change log. A store that was made anew, or put back to an older state
 * and written to since, has another entry at that version or none.
 *
 * @param entry all that the log says about it
 */
record LogMark(Version version, String entry) {
  private static final int PAGE = 1000;
  private static final int WIDENING = 8;

  /** The last entry at or before a version; empty if the log has none. */
  static Optional<LogMark> upTo(Version end, RecordStore store, String namespace) {
    for (long width = 1; ; width *= WIDENING) {
      Version after = new Version(Math.max(0, end.position() - width));
      Optional<LogMark> last = last(after, end, store, namespace);
      if (last.isPresent() || after.equals(Version.NONE)) {
        return last;
      }
    }
  }

  private static Optional<LogMark> last(
      Version after, Version end, RecordStore store, String namespace) {
    Optional<LogMark> last = Optional.empty();
    ChangePage page;
    Version next = after;
    do {
      page = store.changes(namespace, next, PAGE);
      for (Change change : page.changes()) {
        if (change.version().isAfter(end)) {
          return last;
        }
        last = Optional.of(of(change));
      }
      next = page.next();
    } while (page.more());
    return last;
  }

  private static LogMark of(Change change) {
    return new LogMark(
        change.version(),
        "%s\n%s\n%s\n%s"
            .formatted(
                change.type(),
                change.author().instance(),
                change.at(),
                SearchableId.of(change.id())));
  }

  /** Whether a store's log has this entry still. */
  boolean isIn(RecordStore store, String namespace) {
    ChangePage page = store.changes(namespace, new Version(version.position() - 1), 1);
    return page.changes().stream().findFirst().map(LogMark::of).filter(this::equals).isPresent();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(version.position());
    IndexSnapshot.writeId(out, entry);
  }

  static LogMark read(DataInputStream in) throws IOException {
    return new LogMark(new Version(in.readLong()), IndexSnapshot.readId(in));
  }
}
