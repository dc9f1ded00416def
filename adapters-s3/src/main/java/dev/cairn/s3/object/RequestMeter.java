package dev.cairn.s3.object;

import dev.cairn.store.StoreTraffic;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests where they leave the process. Thread-safe. */
public final class RequestMeter {
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder lists = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();

  public void read() {
    reads.increment();
  }

  /** What an answer brought. */
  public void received(int bytes) {
    bytesRead.add(bytes);
  }

  public void written(int bytes) {
    writes.increment();
    bytesWritten.add(bytes);
  }

  public void listed() {
    lists.increment();
  }

  public void deleted() {
    deletes.increment();
  }

  /** What was counted so far, without writes of records. */
  public StoreTraffic total() {
    return new StoreTraffic(
        reads.sum(),
        writes.sum(),
        lists.sum(),
        deletes.sum(),
        bytesRead.sum(),
        bytesWritten.sum(),
        0);
  }
}
