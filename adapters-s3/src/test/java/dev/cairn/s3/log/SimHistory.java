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
    OVERTAKEN,
    UNKNOWN,
    FAILED
  }

  /** A commit; its author's principal is unique. */
  static final class Commit {
    final WriteBatch batch;
    final long token;
    final long started;
    long ended = Long.MAX_VALUE;
    Told told = Told.NOTHING;
    List<Version> versions = List.of();
    Optional<CommitResult.Conflict> conflict = Optional.empty();

    Commit(WriteBatch batch, long token, long started) {
      this.batch = batch;
      this.token = token;
      this.started = started;
    }

    String name() {
      return batch.author().principal();
    }

    boolean isRefused() {
      return told == Told.OVERTAKEN;
    }

    void answer(Verdict verdict, long at) {
      ended = at;
      switch (verdict) {
        case Verdict.Told given -> answer(given.result());
        case Verdict.Overtaken ignored -> told = Told.OVERTAKEN;
      }
    }

    private void answer(CommitResult result) {
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
  final List<Long> tokens = new ArrayList<>();

  /** Somebody took the lease. */
  void acquired(long token) {
    tokens.add(token);
  }
}
