package dev.cairn.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.search.VectorSpace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchEmbedderTest {
  private static final long SEED = 7;

  private final EmbeddingModel model = new HashingEmbeddingModel(64);

  private static List<String> texts(int count) {
    Random random = new Random(SEED);
    return IntStream.range(0, count)
        .mapToObj(i -> "text " + i + " word".repeat(random.nextInt(20)))
        .toList();
  }

  /** The hashing model, with something to happen before each call. */
  private EmbeddingModel before(Function<List<String>, List<String>> step) {
    return new EmbeddingModel() {
      @Override
      public VectorSpace space() {
        return model.space();
      }

      @Override
      public int maxTokens() {
        return model.maxTokens();
      }

      @Override
      public boolean unitLength() {
        return model.unitLength();
      }

      @Override
      public List<float[]> embed(List<String> texts, TextRole role) {
        return model.embed(step.apply(texts), role);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void handsVectorsOverInOrder() {
    for (int count : new int[] {0, 1, 23, 24, 25, 1_000}) {
      List<String> texts = texts(count);
      List<String> items = new ArrayList<>();
      List<float[]> vectors = new ArrayList<>();
      List<Long> told = new ArrayList<>();
      try (BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE, 2, 3)) {
        EmbeddingProgress end =
            embedder.run(
                texts.iterator(),
                it -> it,
                (item, vector) -> {
                  items.add(item);
                  vectors.add(vector);
                },
                it -> told.add(it.texts()),
                () -> false);

        assertThat(end.texts()).isEqualTo(count);
        assertThat(end.cancelled()).isFalse();
      }
      assertThat(items).isEqualTo(texts);
      assertThat(told).hasSize((count + 23) / 24).isSorted();
      List<float[]> expected = model.embed(texts, TextRole.PASSAGE);
      for (int i = 0; i < count; i++) {
        assertThat(vectors.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void batchesTextsOfLikeLength() {
    ConcurrentLinkedQueue<Integer> spreads = new ConcurrentLinkedQueue<>();
    EmbeddingModel noting =
        before(
            batch -> {
              spreads.add(batch.getLast().length() - batch.getFirst().length());
              return batch;
            });
    try (BatchEmbedder embedder = new BatchEmbedder(noting, TextRole.PASSAGE, 1, 25)) {
      embedder.run(texts(100).iterator(), it -> it, (item, vector) -> {}, it -> {}, () -> false);
    }

    assertThat(spreads).hasSize(4).allSatisfy(it -> assertThat(it).isBetween(0, 40));
  }

  @Test
  void readsNoFurtherThanTwoWindowsAhead() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Iterator<String> texts =
        Stream.iterate(0, i -> i + 1)
            .limit(500)
            .map(
                i -> {
                  assertThat(read.incrementAndGet() - taken.get()).isLessThanOrEqualTo(2 * 24 + 1);
                  return "text " + i;
                })
            .iterator();

    try (BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE, 2, 3)) {
      embedder.run(
          texts, it -> it, (item, vector) -> taken.incrementAndGet(), it -> {}, () -> false);
    }
    assertThat(taken).hasValue(500);
  }

  @Test
  void canBeCancelledAndGoOnWhereItEnded() {
    List<String> texts = texts(300);
    List<String> items = new ArrayList<>();
    try (BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE, 2, 3)) {
      EmbeddingProgress first =
          embedder.run(
              texts.iterator(),
              it -> it,
              (item, vector) -> items.add(item),
              it -> {},
              () -> items.size() >= 100);

      assertThat(first.cancelled()).isTrue();
      assertThat(first.texts()).isEqualTo(items.size()).isBetween(100L, 200L);
      EmbeddingProgress rest =
          embedder.run(
              texts.listIterator((int) first.texts()),
              it -> it,
              (item, vector) -> items.add(item),
              it -> {},
              () -> false);
      assertThat(rest.cancelled()).isFalse();
    }
    assertThat(items).isEqualTo(texts);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    try (BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE, 2, 3)) {
      Thread.currentThread().interrupt();
      EmbeddingProgress end =
          embedder.run(
              texts(100).iterator(), it -> it, (item, vector) -> {}, it -> {}, () -> false);

      assertThat(end.cancelled()).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void endsWhenItIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    EmbeddingModel waiting =
        before(
            batch -> {
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return batch;
            });
    BatchEmbedder embedder = new BatchEmbedder(waiting, TextRole.PASSAGE, 1, 3);
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    begun.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  embedder.close();
                });

    EmbeddingProgress end =
        embedder.run(texts(100).iterator(), it -> it, (item, vector) -> {}, it -> {}, () -> false);

    closing.join();
    assertThat(end.cancelled()).isTrue();
    assertThat(end.texts()).isZero();
  }

  @Test
  void endsWhenItIsClosedWhileItReads() {
    BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE, 1, 3);

    EmbeddingProgress end =
        embedder.run(
            texts(100).iterator(),
            it -> {
              embedder.close();
              return it;
            },
            (item, vector) -> {},
            it -> {},
            () -> false);

    assertThat(end.cancelled()).isTrue();
    assertThat(end.texts()).isZero();
  }

  @Test
  void handsOverWhatStandsBeforeABlankText() {
    List<String> texts = new ArrayList<>(texts(300));
    texts.set(150, " ");
    List<String> items = new ArrayList<>();
    try (BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE, 2, 3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  embedder.run(
                      texts.iterator(),
                      it -> it,
                      (item, vector) -> items.add(item),
                      it -> {},
                      () -> false))
          .withMessageContaining("number 151 is blank");
    }
    assertThat(items).isEqualTo(texts.subList(0, 150));
  }

  @Test
  void tellsTheModelsErrors() {
    EmbeddingModel failing =
        before(
            batch -> {
              if (batch.contains("text 70")) {
                throw new IllegalStateException("out of order");
              }
              return batch;
            });
    List<String> items = new ArrayList<>();
    List<String> texts = IntStream.range(0, 100).mapToObj(i -> "text " + i).toList();
    try (BatchEmbedder embedder = new BatchEmbedder(failing, TextRole.PASSAGE, 2, 3)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  embedder.run(
                      texts.iterator(),
                      it -> it,
                      (item, vector) -> items.add(item),
                      it -> {},
                      () -> false))
          .withMessage("out of order");
    }
    assertThat(items).isEqualTo(texts.subList(0, 48));
  }

  @Test
  void refusesNumbersBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchEmbedder(model, TextRole.PASSAGE, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchEmbedder(model, TextRole.PASSAGE, 1, 0));
  }
}
