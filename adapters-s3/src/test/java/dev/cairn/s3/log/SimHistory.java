package dev.cairn.s3.log;

import dev.cairn.store.CommitResult;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What clients asked for and were told. */
final class SimHistory {
  /** What a client knows of its commit. */
  enum Told {
    NOTHING,
    COMMITTED,
    CONFLICT,
    UNKNOWN,
    FAILED
  }

  /** A commit; its author's principal is unique. */
  static final class Commit {
    final WriteBatch batch;
    final long started;
    long ended = Long.MAX_VALUE;
    Told told = Told.NOTHING;
    List<Version> versions = List.of();
    Optional<CommitResult.Conflict> conflict = Optional.empty();

    Commit(WriteBatch batch, long started) {
      this.batch = batch;
      this.started = started;
    }

    String name() {
      return batch.author().principal();
    }

    void answer(CommitResult result, long at) {
      ended = at;
      switch (result) {
        case CommitResult.Committed committed -> {
          told = Told.COMMITTED;
          versions = committed.versions();
        }
        case CommitResult.Conflict refused -> {
          told = Told.CONFLICT;
          conflict = Optional.of(refused);
        }
        case CommitResult.Unknown ignored -> told = Told.UNKNOWN;
      }
    }

    void fail(long at) {
      ended = at;
      told = Told.FAILED;
    }
  }

  /** A read that looked for the newest state. */
  record Read(RecordId id, Optional<Record> found, long started) {}

  final List<Commit> commits = new ArrayList<>();
  final List<Read> reads = new ArrayList<>();
}
