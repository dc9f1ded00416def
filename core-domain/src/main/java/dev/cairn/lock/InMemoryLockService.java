package dev.cairn.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Leases within one process. Thread-safe. */
public final class InMemoryLockService implements LockService {
  private final InstantSource clock;
  private final String holder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, State> leases = new TreeMap<>();

  private record State(long token, Instant until) {
    boolean isHeldAt(Instant now) {
      return now.isBefore(until);
    }
  }

  public InMemoryLockService(InstantSource clock, String holder) {
    this.clock = clock;
    this.holder = holder;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, Duration timeToLive) {
    if (!timeToLive.isPositive()) {
      throw new IllegalArgumentException(
          "A lease's time to live must be more than zero, but is " + timeToLive + ".");
    }
    lock.lock();
    try {
      Instant now = clock.instant();
      State last = leases.get(name);
      if (last != null && last.isHeldAt(now)) {
        return Optional.empty();
      }
      long token = last == null ? 1 : last.token() + 1;
      leases.put(name, new State(token, now.plus(timeToLive)));
      return Optional.of(new InMemoryLease(name, token, timeToLive));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<HeldLease> held() {
    lock.lock();
    try {
      Instant now = clock.instant();
      List<HeldLease> held = new ArrayList<>();
      leases.forEach(
          (name, state) -> {
            if (state.isHeldAt(now)) {
              held.add(new HeldLease(name, state.token(), holder, state.until()));
            }
          });
      return held;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean release(String name) {
    lock.lock();
    try {
      State state = leases.get(name);
      if (state == null || !state.isHeldAt(clock.instant())) {
        return false;
      }
      leases.put(name, new State(state.token(), Instant.MIN));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private final class InMemoryLease implements Lease {
    private final String name;
    private final long token;
    private final Duration timeToLive;

    InMemoryLease(String name, long token, Duration timeToLive) {
      this.name = name;
      this.token = token;
      this.timeToLive = timeToLive;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public boolean renew() {
      lock.lock();
      try {
        Instant now = clock.instant();
        if (!isHeld(now)) {
          return false;
        }
        leases.put(name, new State(token, now.plus(timeToLive)));
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Instant safeUntil() {
      lock.lock();
      try {
        State state = leases.get(name);
        return state != null && state.token() == token ? state.until() : Instant.MIN;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (isHeld(clock.instant())) {
          leases.put(name, new State(token, Instant.MIN));
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean isHeld(Instant now) {
      State state = leases.get(name);
      return state != null && state.token() == token && state.isHeldAt(now);
    }
  }
}
