package dev.cairn.retrieval;

import dev.cairn.search.IndexSnapshot;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.Metric;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The indexes of a namespace with what is to be known to go on from them. As bytes, in the envelope
 * of {@link IndexSnapshot} with the format {@code search/1}:
 *
 * <pre>
 * made for    id       of what the indexes were made
 * mark        long version, id entry
 * followed    long     the change log's version up to which changes are in
 * elsewhere   long     vectors of other spaces
 * pending     int n, n ids of texts without a vector
 * vectors     boolean  whether there are some; if so UTF name, int dimensions, UTF metric
 * words       section  what the keyword index saves
 * vectors     section  what the vector index saves, if there is one
 * </pre>
 *
 * <p>An id is an int and so many bytes of UTF-8; a section is that of {@link SectionOutput}. The
 * format changes too if the same record would be indexed as another text.
 *
 * @param followed the indexes hold at least what the store held at this version, and may hold some
 *     of what came later
 */
record SearchSnapshot(Version followed, List<RecordId> notEmbedded, Indexes indexes) {
  private static final String FORMAT = "search/1";

  SearchSnapshot {
    notEmbedded = List.copyOf(notEmbedded);
  }

  void write(OutputStream out, String madeFor, LogMark mark) throws IOException {
    IndexSnapshot.write(
        out,
        FORMAT,
        body -> {
          IndexSnapshot.writeId(body, madeFor);
          mark.write(body);
          body.writeLong(followed.position());
          body.writeLong(indexes.otherSpaces());
          body.writeInt(notEmbedded.size());
          for (RecordId id : notEmbedded) {
            IndexSnapshot.writeId(body, SearchableId.of(id));
          }
          body.writeBoolean(indexes.vectors().isPresent());
          if (indexes.vectors().isPresent()) {
            writeSpace(body, indexes.vectors().get().space());
          }
          try (SectionOutput section = new SectionOutput(body)) {
            indexes.words().orElseThrow().save(section);
          }
          if (indexes.vectors().isPresent()) {
            try (SectionOutput section = new SectionOutput(body)) {
              indexes.vectors().get().save(section);
            }
          }
        });
  }

  private static void writeSpace(DataOutputStream body, VectorSpace space) throws IOException {
    body.writeUTF(space.name());
    body.writeInt(space.dimensions());
    body.writeUTF(space.metric().name());
  }

  private static VectorSpace readSpace(DataInputStream body) throws IOException {
    return new VectorSpace(body.readUTF(), body.readInt(), Metric.valueOf(body.readUTF()));
  }

  /** Says whether the store that is there has an entry. */
  @FunctionalInterface
  interface History {
    boolean has(LogMark mark, Version followed);
  }

  /**
   * Reads a snapshot into new indexes.
   *
   * @throws UnusableSnapshotException if it is damaged, was made for something else, or is of
   *     another history
   */
  static SearchSnapshot read(
      InputStream in,
      String namespace,
      String madeFor,
      History history,
      KeywordIndexFactory wordIndexes,
      VectorIndexFactory vectorIndexes)
      throws IOException {
    List<AutoCloseable> made = new ArrayList<>();
    try {
      return IndexSnapshot.read(
          in,
          FORMAT,
          body -> {
            if (!IndexSnapshot.readId(body).equals(madeFor)) {
              throw new UnusableSnapshotException("It was made with other settings.");
            }
            LogMark mark = LogMark.read(body);
            Version followed = new Version(body.readLong());
            if (!history.has(mark, followed)) {
              throw new UnusableSnapshotException(
                  "It is of another history than the store that is there, or the store has"
                      + " forgotten the changes since.");
            }
            long otherSpaces = body.readLong();
            List<RecordId> notEmbedded = new ArrayList<>();
            for (int left = body.readInt(); left > 0; left--) {
              notEmbedded.add(SearchableId.parse(namespace, IndexSnapshot.readId(body)));
            }
            Optional<VectorSpace> space =
                body.readBoolean() ? Optional.of(readSpace(body)) : Optional.empty();
            KeywordIndex words = wordIndexes.create();
            made.add(words);
            try (SectionInput section = new SectionInput(body)) {
              requireRestored(words.restore(section, sink -> {}));
            }
            Optional<VectorIndex> vectors = space.map(vectorIndexes::create);
            if (vectors.isPresent()) {
              made.add(vectors.get());
              try (SectionInput section = new SectionInput(body)) {
                requireRestored(vectors.get().restore(section, sink -> {}));
              }
            }
            return new SearchSnapshot(
                followed, notEmbedded, new Indexes(Optional.of(words), vectors, otherSpaces));
          });
    } catch (IOException | RuntimeException unusable) {
      closeAll(made, unusable);
      throw unusable;
    }
  }

  private static void requireRestored(RestoreOutcome outcome) {
    if (outcome instanceof RestoreOutcome.Rebuilt rebuilt) {
      throw new UnusableSnapshotException(rebuilt.reason());
    }
  }

  private static void closeAll(List<AutoCloseable> made, Exception why) {
    for (AutoCloseable index : made) {
      try {
        index.close();
      } catch (Exception failed) {
        why.addSuppressed(failed);
      }
    }
  }
}
