package dev.cairn.embedding;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Embeds many texts on several threads. Reads windows of items, sorts each by the length of the
 * texts, so that those of one batch need little padding, and hands the vectors over in the order of
 * the items. Never more than two windows are held: who hands in texts or takes vectors slowly slows
 * the run down, and memory stays bounded.
 *
 * <p>Thread-safe; runs share the threads.
 */
public final class BatchEmbedder implements AutoCloseable {
  private static final int BATCHES_PER_WINDOW_AND_WORKER = 4;
  private static final int WINDOWS = 2;

  private final EmbeddingModel model;
  private final TextRole role;
  private final int batchSize;
  private final int windowSize;
  private final ExecutorService workers;

  /**
   * @param model is left open when this is closed
   * @param workers how many threads compute; one for each core is best
   * @param batchSize how many texts a model is asked for at once
   * @throws IllegalArgumentException if a number is below 1
   */
  public BatchEmbedder(EmbeddingModel model, TextRole role, int workers, int batchSize) {
    if (workers < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "Workers and batch size must be at least 1, but are %d and %d."
              .formatted(workers, batchSize));
    }
    this.model = requireNonNull(model, "model");
    this.role = requireNonNull(role, "role");
    this.batchSize = batchSize;
    this.windowSize = Math.multiplyExact(batchSize * BATCHES_PER_WINDOW_AND_WORKER, workers);
    this.workers =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("cairn-embedding-", 0).factory());
  }

  /** With a thread for each core and batches of 32. */
  public BatchEmbedder(EmbeddingModel model, TextRole role) {
    this(model, role, Runtime.getRuntime().availableProcessors(), 32);
  }

  /**
   * Embeds the text of each item. What has been handed over is always the start of the items, so
   * that a run that was cancelled or failed can go on where it ended.
   *
   * @param text the text of an item
   * @param sink takes each item with its vector, on the calling thread
   * @param progress told after each window, on the calling thread
   * @param cancelled asked before each batch, by several threads
   * @return how far it came
   * @throws IllegalArgumentException if a text is blank; all before it were handed over
   */
  public <T> EmbeddingProgress run(
      Iterator<T> items,
      Function<? super T, String> text,
      BiConsumer<? super T, float[]> sink,
      Consumer<EmbeddingProgress> progress,
      BooleanSupplier cancelled) {
    long start = System.nanoTime();
    AtomicBoolean stop = new AtomicBoolean();
    BooleanSupplier stopped = () -> stop.get() || cancelled.getAsBoolean();
    Deque<Window<T>> running = new ArrayDeque<>(WINDOWS);
    long read = 0;
    long done = 0;
    boolean blank = false;
    try {
      while (!stopped.getAsBoolean() && (!running.isEmpty() || (!blank && items.hasNext()))) {
        if (!blank && running.size() < WINDOWS && items.hasNext()) {
          Window<T> window = read(items, text);
          read += window.items.size();
          blank = window.endsAtBlank;
          submit(window, stopped);
          running.add(window);
        } else {
          done += deliver(running.remove(), sink);
          progress.accept(new EmbeddingProgress(done, since(start), false));
        }
      }
      if (blank && running.isEmpty()) {
        throw new IllegalArgumentException(
            "A text to embed must say something, but number %d is blank. Leave it out."
                .formatted(read + 1));
      }
      return new EmbeddingProgress(done, since(start), !running.isEmpty() || items.hasNext());
    } catch (CancellationException cancel) {
      return new EmbeddingProgress(done, since(start), true);
    } finally {
      stop.set(true);
    }
  }

  private <T> Window<T> read(Iterator<T> items, Function<? super T, String> text) {
    Window<T> window = new Window<>();
    while (window.items.size() < windowSize && items.hasNext()) {
      T item = items.next();
      String content = text.apply(item);
      if (content.isBlank()) {
        window.endsAtBlank = true;
        return window;
      }
      window.items.add(item);
      window.texts.add(content);
    }
    return window;
  }

  private void submit(Window<?> window, BooleanSupplier stopped) {
    List<Integer> byLength = new ArrayList<>(window.texts.size());
    for (int i = 0; i < window.texts.size(); i++) {
      byLength.add(i);
    }
    byLength.sort(Comparator.comparingInt(i -> window.texts.get(i).length()));
    for (int from = 0; from < byLength.size(); from += batchSize) {
      List<Integer> places = byLength.subList(from, Math.min(byLength.size(), from + batchSize));
      List<String> texts = places.stream().map(window.texts::get).toList();
      window.batches.add(new Batch(places, submit(texts, stopped)));
    }
  }

  private Future<List<float[]>> submit(List<String> texts, BooleanSupplier stopped) {
    try {
      return workers.submit(
          () -> {
            if (stopped.getAsBoolean()) {
              throw new CancellationException();
            }
            return model.embed(texts, role);
          });
    } catch (RejectedExecutionException closed) {
      throw new CancellationException("This has been closed.");
    }
  }

  private <T> int deliver(Window<T> window, BiConsumer<? super T, float[]> sink) {
    float[][] vectors = new float[window.items.size()][];
    for (Batch batch : window.batches) {
      List<float[]> made = await(batch.vectors());
      for (int i = 0; i < made.size(); i++) {
        vectors[batch.places().get(i)] = made.get(i);
      }
    }
    for (int i = 0; i < vectors.length; i++) {
      sink.accept(window.items.get(i), vectors[i]);
    }
    return vectors.length;
  }

  private static List<float[]> await(Future<List<float[]>> vectors) {
    try {
      return vectors.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The thread was interrupted.");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("A batch could not be embedded.", e);
      }
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static final class Window<T> {
    final List<T> items = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final List<Batch> batches = new ArrayList<>();
    boolean endsAtBlank;
  }

  /** Texts at places of a window, and their vectors to come. */
  private record Batch(List<Integer> places, Future<List<float[]>> vectors) {}

  /** Ends the threads; a run that is under way is cancelled. */
  @Override
  public void close() {
    for (Runnable waiting : workers.shutdownNow()) {
      // Who waits for it would wait for ever.
      ((Future<?>) waiting).cancel(false);
    }
  }
}
