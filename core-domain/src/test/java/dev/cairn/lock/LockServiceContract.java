package dev.cairn.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LockService} keeps to. */
public abstract class LockServiceContract {
  private static final Duration TTL = Duration.ofSeconds(30);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2024-11-18T10:30:00Z"));
  private LockService locks;
  private LockService others;

  /** Two services of different holders that share their leases. */
  protected abstract List<LockService> openTwo(InstantSource clock);

  @BeforeEach
  void openServices() {
    List<LockService> two = openTwo(now::get);
    locks = two.get(0);
    others = two.get(1);
  }

  @AfterEach
  void closeServices() {
    locks.close();
    others.close();
  }

  private void pass(Duration duration) {
    now.updateAndGet(before -> before.plus(duration));
  }

  @Test
  void oneHolderAtATime() {
    Lease lease = locks.tryAcquire("job", TTL).orElseThrow();

    assertThat(others.tryAcquire("job", TTL)).isEmpty();
    assertThat(locks.tryAcquire("job", TTL)).isEmpty();
    assertThat(others.tryAcquire("another job", TTL)).isPresent();
    lease.close();
    assertThat(others.tryAcquire("job", TTL)).isPresent();
  }

  @Test
  void tokensGrowFromHolderToHolder() {
    List<Long> tokens = new ArrayList<>();
    for (LockService service : List.of(locks, others, locks, others)) {
      try (Lease lease = service.tryAcquire("job", TTL).orElseThrow()) {
        tokens.add(lease.token());
      }
    }

    assertThat(tokens).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void expiredLeaseCanBeTakenAndItsHolderCannotRenew() {
    Lease lease = locks.tryAcquire("job", TTL).orElseThrow();
    pass(TTL);

    Lease next = others.tryAcquire("job", TTL).orElseThrow();

    assertThat(lease.renew()).isFalse();
    assertThat(next.token()).isGreaterThan(lease.token());
    lease.close();
    assertThat(next.renew()).isTrue();
    assertThat(locks.tryAcquire("job", TTL)).isEmpty();
  }

  @Test
  void expiredLeaseStaysLostEvenIfNobodyTookIt() {
    Lease lease = locks.tryAcquire("job", TTL).orElseThrow();
    pass(TTL);

    assertThat(lease.renew()).isFalse();
    assertThat(locks.held()).isEmpty();
  }

  @Test
  void renewedLeaseLastsOn() {
    Lease lease = locks.tryAcquire("job", TTL).orElseThrow();
    pass(TTL.minusSeconds(1));

    assertThat(lease.renew()).isTrue();
    assertThat(lease.safeUntil()).isEqualTo(now.get().plus(TTL));
    pass(TTL.minusSeconds(1));
    assertThat(others.tryAcquire("job", TTL)).isEmpty();
  }

  @Test
  void heldLeasesAreListedAndCanBeReleasedByForce() {
    Lease lease = locks.tryAcquire("b", TTL).orElseThrow();
    locks.tryAcquire("a", TTL).orElseThrow();

    assertThat(others.held()).extracting(HeldLease::name).containsExactly("a", "b");
    assertThat(others.held().getLast().until()).isEqualTo(now.get().plus(TTL));
    assertThat(others.release("b")).isTrue();
    assertThat(others.release("b")).isFalse();
    assertThat(lease.renew()).isFalse();
    assertThat(others.tryAcquire("b", TTL)).isPresent();
  }

  @Test
  void neverTwoHoldersUnderThreads() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger acquired = new AtomicInteger();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        LockService service = thread % 2 == 0 ? locks : others;
        results.add(
            executor.submit(
                () -> {
                  int most = 0;
                  for (int i = 0; i < 60; i++) {
                    Optional<Lease> lease = service.tryAcquire("job", TTL);
                    if (lease.isPresent()) {
                      most = Math.max(most, holders.incrementAndGet());
                      acquired.incrementAndGet();
                      Thread.yield();
                      holders.decrementAndGet();
                      lease.get().close();
                    }
                  }
                  return most;
                }));
      }
      for (Future<Integer> most : results) {
        assertThat(most.get()).isLessThanOrEqualTo(1);
      }
    }
    assertThat(acquired.get()).isPositive();
  }

  /** Time passes while threads compete, so that leases also change hands by running out. */
  @Test
  void noTokenIsGivenTwiceAndNoLostLeaseComesBackWhileTimePasses() throws Exception {
    Map<Long, Lease> given = new ConcurrentHashMap<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        LockService service = thread % 2 == 0 ? locks : others;
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    service
                        .tryAcquire("job", TTL)
                        .ifPresent(lease -> assertThat(given.put(lease.token(), lease)).isNull());
                    pass(TTL.dividedBy(5));
                    Thread.yield();
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    long last = Collections.max(given.keySet());
    assertThat(given.size()).isGreaterThan(10);
    given.forEach(
        (token, lease) -> {
          if (token < last) {
            assertThat(lease.renew()).as("token %d of %d", token, last).isFalse();
          }
        });
  }

  @Test
  void shortestLeaseIsHeldAtFirst() {
    Lease lease = locks.tryAcquire("job", Duration.ofNanos(1)).orElseThrow();

    assertThat(others.tryAcquire("job", TTL)).isEmpty();
    assertThat(lease.renew()).isTrue();
  }

  @Test
  void timeToLiveMustBePositive() {
    assertThatThrownBy(() -> locks.tryAcquire("job", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
