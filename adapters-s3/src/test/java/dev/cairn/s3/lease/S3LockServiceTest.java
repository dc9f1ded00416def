package dev.cairn.s3.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.lock.LockServiceContract;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.s3.object.Timeline;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class S3LockServiceTest extends LockServiceContract {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  @Override
  protected List<LockService> openTwo(InstantSource clock) {
    InMemoryObjectStore bucket = new InMemoryObjectStore(clock);
    return List.of(service(bucket, clock, "one"), service(bucket, clock, "two"));
  }

  private static S3LockService service(
      InMemoryObjectStore bucket, InstantSource clock, String holder) {
    return new S3LockService(bucket, of(clock), new SecureRandom(), holder, Duration.ZERO);
  }

  private static Timeline of(InstantSource clock) {
    return new Timeline() {
      @Override
      public Instant instant() {
        return clock.instant();
      }

      @Override
      public long nanos() {
        return Duration.between(START, clock.instant()).toNanos();
      }

      @Override
      public boolean sleep(Duration duration) {
        return true;
      }
    };
  }

  @Test
  void leaseIsRespectedALittleLongerThanItsHolderRelies() {
    ManualTimeline time = new ManualTimeline();
    InMemoryObjectStore bucket = new InMemoryObjectStore(time);
    Duration allowance = Duration.ofSeconds(5);
    S3LockService one = new S3LockService(bucket, time, new SecureRandom(), "one", allowance);
    S3LockService two = new S3LockService(bucket, time, new SecureRandom(), "two", allowance);
    Lease lease = one.tryAcquire("job", Duration.ofSeconds(30)).orElseThrow();

    time.sleep(Duration.ofSeconds(34));

    assertThat(lease.renew()).isFalse();
    assertThat(two.tryAcquire("job", Duration.ofSeconds(30))).isEmpty();
    time.sleep(Duration.ofSeconds(1));
    assertThat(two.tryAcquire("job", Duration.ofSeconds(30))).isPresent();
  }

  @Test
  void takingAndGivingUpCostsThreeRequests() {
    ManualTimeline time = new ManualTimeline();
    InMemoryObjectStore bucket = new InMemoryObjectStore(time);
    S3LockService locks =
        new S3LockService(bucket, time, new SecureRandom(), "one", Duration.ofSeconds(5));

    locks.tryAcquire("job", Duration.ofSeconds(30)).orElseThrow().close();

    assertThat(bucket.gets).hasValue(1);
    assertThat(bucket.puts).hasValue(2);
    assertThat(bucket.deletes).hasValue(0);
  }
}
