package dev.cairn.search.partitioned;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Where rows are: in memory, or in a file once they are more than an index may hold. Used by one
 * writer at a time.
 */
final class Residence implements AutoCloseable {
  /** Rows are moved before the room is used up: partitions are made beside what is there. */
  private static final double MOVE_FROM = 0.5;

  private static final int MOVED_AT_ONCE = 4;

  private final PartitionedConfig config;
  private Optional<RowFile> file = Optional.empty();
  private int moved;
  private boolean isFailing;

  Residence(PartitionedConfig config) {
    this.config = config;
  }

  /** The same rules for rows that are copied elsewhere. */
  Residence another() {
    return new Residence(config);
  }

  /**
   * Moves some of the oldest rows that are in memory into the file, if there are too many.
   *
   * @param chunks all full; moved ones are replaced
   */
  void review(Chunk[] chunks, Frame frame) {
    while (moved < chunks.length && chunks[moved].isMapped()) {
      moved++;
    }
    if (config.mostBytes().isEmpty() || isFailing) {
      return;
    }
    long bytes = (long) (chunks.length - moved) * Chunk.SLOTS * frame.length();
    bytes += (long) chunks.length * Chunk.SLOTS * PartitionedConfig.bytesBesideRow(frame);
    if (bytes < config.mostBytes().getAsLong() * MOVE_FROM) {
      return;
    }
    int end = Math.min(chunks.length, moved + MOVED_AT_ONCE);
    try {
      for (; moved < end; moved++) {
        chunks[moved] = chunks[moved].in(file(frame.length()));
      }
    } catch (IOException e) {
      isFailing = true;
      System.getLogger(Residence.class.getPackageName())
          .log(
              Level.WARNING,
              "Rows of a vector index cannot be moved into a file in {0} and stay in memory, which may need more than 'maxMemory': {1}",
              config.scratchFolder(),
              e);
    }
  }

  private RowFile file(int length) throws IOException {
    if (file.isEmpty()) {
      file = Optional.of(RowFile.create(config.scratchFolder(), length));
    }
    return file.get();
  }

  @Override
  public void close() {
    file.ifPresent(RowFile::close);
    file = Optional.empty();
    isFailing = true;
  }
}
