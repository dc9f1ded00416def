package dev.cairn.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar with rate and time left, drawn only on a terminal. Not thread-safe. */
final class Progress implements AutoCloseable {
  private final Optional<ProgressBar> bar;

  private Progress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /**
   * @param total how many steps there are
   */
  static Progress of(Console console, String task, long total) {
    return new Progress(console.showsProgress() ? Optional.of(bar(console, task, total)) : none());
  }

  /** Progress whose end is not known. */
  static Progress indefinite(Console console, String task) {
    return of(console, task, -1);
  }

  private static Optional<ProgressBar> none() {
    return Optional.empty();
  }

  private static ProgressBar bar(Console console, String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(100)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(console.err()))
        .build();
  }

  void count(long done) {
    bar.ifPresent(drawn -> drawn.stepTo(done));
  }

  /** Counts towards an end that is known by now. */
  void count(long done, long total) {
    bar.ifPresent(drawn -> drawn.maxHint(total).stepTo(done));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
