package dev.cairn.store;

/**
 * What a process has asked of a shared store since it opened it, tries that failed included.
 *
 * @param reads requests that read an object or a part of one
 * @param writes requests that write an object
 * @param lists requests that list objects
 * @param deletes requests that remove an object
 * @param bytesRead of the objects that were read
 * @param bytesWritten of the objects that were sent
 * @param acknowledged writes of records that callers were told are committed
 */
public record StoreTraffic(
    long reads,
    long writes,
    long lists,
    long deletes,
    long bytesRead,
    long bytesWritten,
    long acknowledged) {

  public long requests() {
    return reads + writes + lists + deletes;
  }

  /** Requests for each acknowledged write; 0 if there was none. */
  public double requestsPerWrite() {
    return acknowledged == 0 ? 0 : requests() / (double) acknowledged;
  }

  /** What was asked since an earlier moment. */
  public StoreTraffic minus(StoreTraffic earlier) {
    return new StoreTraffic(
        reads - earlier.reads,
        writes - earlier.writes,
        lists - earlier.lists,
        deletes - earlier.deletes,
        bytesRead - earlier.bytesRead,
        bytesWritten - earlier.bytesWritten,
        acknowledged - earlier.acknowledged);
  }

  public StoreTraffic plus(StoreTraffic other) {
    return new StoreTraffic(
        reads + other.reads,
        writes + other.writes,
        lists + other.lists,
        deletes + other.deletes,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten,
        acknowledged + other.acknowledged);
  }
}
