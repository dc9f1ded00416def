package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.StorageException;
import java.util.random.RandomGenerator;

/** A protection that is taken away, to see that the check of histories notices. */
enum SimMutant {
  NONE,

  /** The store ignores If-None-Match, as some do. */
  CONDITION_IGNORED {
    @Override
    PutOutcome putIfAbsent(InMemoryObjectStore bucket, String key, byte[] body, Sim sim) {
      return bucket.put(key, body);
    }
  },

  /** The store checks the condition and writes a little later. */
  CONDITION_RACES {
    @Override
    PutOutcome putIfAbsent(InMemoryObjectStore bucket, String key, byte[] body, Sim sim) {
      if (bucket.get(key) instanceof Fetched.Found) {
        return new PutOutcome.Refused();
      }
      sim.engine.at(40 * SimProcess.MILLI, () -> bucket.put(key, body));
      return new PutOutcome.Written("\"early\"", sim.clock());
    }
  },

  /** The store acknowledges some writes that it does not keep. */
  WRITES_FORGOTTEN {
    @Override
    PutOutcome putIfAbsent(InMemoryObjectStore bucket, String key, byte[] body, Sim sim) {
      return sim.engine.random.nextInt(20) == 0
          ? new PutOutcome.Written("\"forgotten\"", sim.clock())
          : bucket.putIfAbsent(key, body);
    }
  },

  /** Reads may not show the last writes. */
  READS_STALE {
    @Override
    Fetched get(InMemoryObjectStore bucket, String key, Sim sim) {
      return sim.engine.random.nextInt(10) == 0 ? new Fetched.Missing() : bucket.get(key);
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

  /** Somebody deletes slots that a checkpoint covers, without any rule. */
  SLOTS_DELETED {
    @Override
    boolean deletesSlots() {
      return true;
    }
  };

  Fetched get(InMemoryObjectStore bucket, String key, Sim sim) {
    return bucket.get(key);
  }

  PutOutcome putIfAbsent(InMemoryObjectStore bucket, String key, byte[] body, Sim sim) {
    return bucket.putIfAbsent(key, body);
  }

  PutOutcome unclear() {
    return new PutOutcome.Unclear("no answer");
  }

  RandomGenerator nonces(RandomGenerator random) {
    return random;
  }

  boolean deletesSlots() {
    return false;
  }
}
