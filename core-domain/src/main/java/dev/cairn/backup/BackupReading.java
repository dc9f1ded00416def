package dev.cairn.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads backups of one location. Thread-safe. */
public final class BackupReading {
  private static final int PROGRESS_EVERY = 10_000;

  private final BackupLocation location;
  private final BackupFormat format;

  public BackupReading(BackupLocation location, BackupFormat format) {
    this.location = location;
    this.format = format;
  }

  /**
   * Reads a backup to its end.
   *
   * @return what it says of itself, which is true
   * @throws BackupException if it is damaged, or not the one that was meant; entries may have been
   *     handed out by then
   */
  public BackupSummary read(BackupCatalog.Named backup, Consumer<BackupEntry> sink)
      throws IOException {
    try (InputStream in = location.open(backup.name())) {
      BackupReader reader = format.read(in);
      if (!reader.header().equals(backup.header())) {
        throw new BackupException("It is not the backup that it was before. Try again.");
      }
      RecordSum sum = new RecordSum();
      long kept = 0;
      long removed = 0;
      Optional<BackupEntry> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof BackupEntry.Kept entry) {
          sum.add(entry.id(), entry.record().payload());
          kept++;
        } else {
          removed++;
        }
        sink.accept(next.get());
        next = reader.next();
      }
      BackupSummary summary = reader.summary();
      if (kept != summary.kept()
          || removed != summary.removed()
          || !sum.hex().equals(summary.sum())) {
        throw new BackupException(
            "It does not hold the records that it says it holds. Restore another one.");
      }
      return summary;
    } catch (BackupException damaged) {
      throw new BackupException(backup.name() + ": " + damaged.getMessage(), damaged);
    }
  }

  /** Checks a backup; see {@link #read}. */
  public BackupSummary check(BackupCatalog.Named backup, Backup.Listener listener)
      throws IOException {
    long[] done = new long[1];
    return read(
        backup,
        entry -> {
          done[0]++;
          if (done[0] % PROGRESS_EVERY == 0) {
            listener.progress(done[0], 0);
          }
        });
  }
}
