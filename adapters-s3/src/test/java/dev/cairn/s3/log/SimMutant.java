package dev.cairn.s3.log;

import dev.cairn.lock.Fence;
import dev.cairn.lock.Lease;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.StorageException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A protection that is taken away, to see that the check of histories notices. */
enum SimMutant {
  NONE,

  /** The store ignores If-None-Match, as some do. */
  CONDITION_IGNORED {
    @Override
    PutOutcome putIfAbsent(SimProcess process, String key, byte[] body) {
      return process.bucket.put(key, body);
    }
  },

  /** The store checks the condition and writes a little later. */
  CONDITION_RACES {
    @Override
    PutOutcome putIfAbsent(SimProcess process, String key, byte[] body) {
      if (process.bucket.get(key) instanceof Fetched.Found) {
        return new PutOutcome.Refused();
      }
      process.engine.at(40 * SimProcess.MILLI, () -> process.bucket.put(key, body));
      return new PutOutcome.Written("\"early\"", process.sim.clock());
    }
  },

  /** The store acknowledges some writes that it does not keep. */
  WRITES_FORGOTTEN {
    @Override
    PutOutcome putIfAbsent(SimProcess process, String key, byte[] body) {
      return process.engine.random.nextInt(20) == 0
          ? new PutOutcome.Written("\"forgotten\"", process.sim.clock())
          : process.bucket.putIfAbsent(key, body);
    }
  },

  /** Reads may not show the last writes. */
  READS_STALE {
    @Override
    Fetched get(SimProcess process, String key) {
      return process.engine.random.nextInt(10) == 0
          ? new Fetched.Missing()
          : process.bucket.get(key);
    }
  },

  /** Writers cannot tell their entries from those of others. */
  NONCE_SHARED {
    @Override
    RandomGenerator nonces(RandomGenerator random) {
      return () -> 42;
    }
  },

  /** An answer that did not come counts as a failure. */
  TIMEOUT_IS_FAILURE {
    @Override
    PutOutcome unclear() {
      throw new StorageException("no answer; nothing was written");
    }
  },

  /** A request without an answer counts as one that was not taken. */
  UNCLEAR_IS_NOT_NOW {
    @Override
    PutOutcome unclear() {
      return new PutOutcome.NotNow("no answer");
    }
  },

  /**
   * A store says that it took nothing although it did; a second try covers that, the last does not.
   */
  NOT_NOW_LIES {
    @Override
    PutOutcome putIfAbsent(SimProcess process, String key, byte[] body) {
      PutOutcome outcome = process.bucket.putIfAbsent(key, body);
      return process.engine.random.nextInt(4) == 0 ? new PutOutcome.NotNow("a lie") : outcome;
    }
  },

  /** A writer that does not know what became of an entry sends another one to the slot. */
  BATCH_CHANGED_IN_DOUBT {
    @Override
    byte[] body(SimProcess process, String key, byte[] body) {
      if (!key.startsWith("log/") || process.remembered.add(key)) {
        return body;
      }
      LogEntry entry = LogEntry.decode(Long.parseLong(key.substring(4)), body);
      int kept = Math.max(0, entry.batches().size() - 1);
      LogEntry changed =
          new LogEntry(
              entry.slot(),
              entry.previous(),
              entry.nonce(),
              entry.instance(),
              entry.at(),
              new Deed.Batches(entry.batches().subList(0, kept)));
      return changed.encode();
    }
  },

  /** Whoever writes a checkpoint publishes it, whatever others have published. */
  ROOT_UNCONDITIONAL {
    @Override
    PutOutcome putIfMatch(SimProcess process, String key, byte[] body, String etag) {
      return key.equals(Current.KEY)
          ? process.bucket.put(key, body)
          : process.bucket.putIfMatch(key, body, etag);
    }
  },

  /** Whoever loses the race for the root removes what it uploaded, without looking. */
  UPLOADS_DISCARDED_BLINDLY {
    @Override
    PutOutcome putIfAbsent(SimProcess process, String key, byte[] body) {
      if (key.startsWith("seg/")) {
        process.remembered.clear();
        process.remembered.add(key);
      }
      return process.bucket.putIfAbsent(key, body);
    }

    @Override
    PutOutcome putIfMatch(SimProcess process, String key, byte[] body, String etag) {
      PutOutcome outcome = process.bucket.putIfMatch(key, body, etag);
      if (key.equals(Current.KEY) && outcome instanceof PutOutcome.Refused) {
        process.remembered.forEach(process.bucket::delete);
      }
      return outcome;
    }
  },

  /** The holder of a lease writes as if it had none. */
  FENCE_LEFT_OUT {
    @Override
    Optional<Fence> fence(Lease lease) {
      return Optional.empty();
    }
  },

  /** Somebody deletes the objects of leases, so that their tokens start anew. */
  LEASES_DELETED {
    @Override
    void meddle(Sim sim) {
      sim.deleteLeases();
    }
  },

  /** Somebody removes what no checkpoint names, without any rule. */
  ORPHANS_DELETED {
    @Override
    void meddle(Sim sim) {
      sim.deleteOrphans();
    }
  },

  /** Somebody removes objects of indexes that no checkpoint names, without any rule. */
  INDEX_ORPHANS_DELETED {
    @Override
    void meddle(Sim sim) {
      sim.deleteIndexOrphans();
    }
  },

  /** Somebody clears slots that no checkpoint has. */
  SLOTS_CLEARED_EARLY {
    @Override
    void meddle(Sim sim) {
      sim.clearSlots();
    }
  },

  /** Somebody deletes slots that a checkpoint covers, without any rule. */
  SLOTS_DELETED {
    @Override
    void meddle(Sim sim) {
      sim.deleteSlots();
    }
  };

  Fetched get(SimProcess process, String key) {
    return process.bucket.get(key);
  }

  PutOutcome putIfAbsent(SimProcess process, String key, byte[] body) {
    return process.bucket.putIfAbsent(key, body);
  }

  PutOutcome unclear() {
    return new PutOutcome.Unclear("no answer");
  }

  RandomGenerator nonces(RandomGenerator random) {
    return random;
  }

  PutOutcome putIfMatch(SimProcess process, String key, byte[] body, String etag) {
    return process.bucket.putIfMatch(key, body, etag);
  }

  Optional<Fence> fence(Lease lease) {
    return Optional.of(lease.fence());
  }

  /** What a process sends when it creates an object. */
  byte[] body(SimProcess process, String key, byte[] body) {
    return body.clone();
  }

  /** What somebody else does to the bucket, every few seconds. */
  void meddle(Sim sim) {}
}
