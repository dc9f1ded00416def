package dev.cairn.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final int MAX_IDLE = 2 * Runtime.getRuntime().availableProcessors();

  @Test
  void givesOutWhatWasGivenBack() {
    CountDownLatch closed = new CountDownLatch(1);
    Pool<Closeable> pool = new Pool<>(() -> closed::countDown);
    Closeable context = pool.take();
    assertThat(pool.take()).isNotSameAs(context);

    pool.giveBack(context);

    assertThat(pool.take()).isSameAs(context);
  }

  @Test
  void closesWhatIsTooMuch() {
    CountDownLatch closed = new CountDownLatch(MAX_IDLE + 3);
    Pool<Closeable> pool = new Pool<>(() -> closed::countDown);

    IntStream.range(0, MAX_IDLE + 3).mapToObj(i -> pool.take()).toList().forEach(pool::giveBack);

    assertThat(closed.getCount()).isEqualTo(MAX_IDLE);
  }

  @Test
  void closesTheContextsOfAPoolThatIsGone() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    useOnce(closed);

    boolean released = false;
    for (int i = 0; i < 200 && !released; i++) {
      System.gc();
      released = closed.await(50, TimeUnit.MILLISECONDS);
    }

    assertThat(released).isTrue();
  }

  private static void useOnce(CountDownLatch closed) {
    Pool<Closeable> pool = new Pool<>(() -> closed::countDown);
    pool.giveBack(pool.take());
  }
}
