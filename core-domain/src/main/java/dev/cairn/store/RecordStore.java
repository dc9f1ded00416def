package dev.cairn.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The storage port: records under ids, written in atomic batches, and the log of their changes.
 *
 * <p><b>Atomicity.</b> A batch happens whole or not at all, for readers of any thread and process.
 * <b>Order.</b> All commits to a store have one order; versions are positions in it, and a reader
 * that has seen a version sees every earlier one. <b>Durability.</b> A commit that returned {@link
 * CommitResult.Committed} survives the end of the process, as far as the implementation's settings
 * promise. <b>Leases.</b> A store remembers, for each name of a lease, the highest token under
 * which something was committed, and refuses batches under lower ones. <b>Threads.</b> Thread-safe;
 * calls block, and are meant for virtual threads. <b>Errors.</b> Failed expectations are values;
 * anything else that goes wrong is a {@link StorageException}.
 */
public interface RecordStore extends AutoCloseable {

  /**
   * Writes a batch. An empty batch commits nothing but the token of the lease that it is under, and
   * succeeds.
   *
   * @throws LeaseLostException if a later holder of that lease has written
   */
  CommitResult commit(WriteBatch batch);

  Optional<Record> get(RecordId id);

  /** The records with these ids, in the same order, read at one version where the store can. */
  default List<Optional<Record>> getAll(List<RecordId> ids) {
    return ids.stream().map(this::get).toList();
  }

  /**
   * One page of records in order of partition and id, by code points. A record that is there during
   * the whole walk from page to page is seen exactly once; one that is written meanwhile may be
   * seen or not.
   */
  Page<Record> scan(Scan scan);

  /** One page of the partitions of {@code kind} that have records, in order, with exact counts. */
  Page<PartitionCount> partitions(String namespace, String kind, Optional<Cursor> after, int limit);

  /** Exact counts of one partition of {@code kind}; zero if it has no records. */
  default StoreStatistics.Count count(String namespace, String kind, String partition) {
    Optional<Cursor> after =
        partition.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Cursor(
                    partition.substring(0, partition.offsetByCodePoints(partition.length(), -1)),
                    ""));
    while (true) {
      Page<PartitionCount> page = partitions(namespace, kind, after, Scan.MAX_LIMIT);
      for (PartitionCount found : page.items()) {
        int order = RecordId.compareCodePoints(found.partition(), partition);
        if (order >= 0) {
          return order == 0 ? found.count() : StoreStatistics.Count.ZERO;
        }
      }
      if (page.next().isEmpty()) {
        return StoreStatistics.Count.ZERO;
      }
      after = page.next();
    }
  }

  /**
   * The changes of a namespace after a version, in commit order.
   *
   * @param limit how many at most, at least 1
   */
  ChangePage changes(String namespace, Version after, int limit);

  /** The version of the last commit to any namespace, {@link Version#NONE} if there is none. */
  Version latest();

  /** Everything as it is now. To be closed by the caller. */
  RecordSnapshot snapshot();

  /**
   * Makes the versions of later writes greater than {@code version}, as those of a store that was
   * restored must be. Changes no record, and does nothing if the store's version is that great
   * already. The log's retention may count what was skipped.
   */
  void advanceTo(Version version);

  /** Exact counts of a namespace, without reading its records. */
  StoreStatistics statistics(String namespace);

  /** The namespaces that have records, in order. */
  List<String> namespaces();

  /**
   * Removes every record of a partition, of every kind, and every entry of the change log about
   * them, in one commit. Nothing of the store names the partition then.
   *
   * <p>The removal itself is not in the log. Instead the store's version moves on, and a follower
   * that has read up to an earlier one sees a gap once, whatever its namespace: it starts anew and
   * misses nothing. Entries about other partitions stay. Erasing what is not there changes nothing.
   *
   * <p>Freed space may still hold the bytes until {@link #compact} has returned.
   *
   * @param witness is shown each record before it is removed, in order of kind and id by code
   *     points, within the commit; it must not call the store. If it throws, nothing is removed.
   * @throws StorageException if it cannot be done, or the store is of a type that cannot erase
   */
  default Erased erase(String namespace, String partition, Consumer<Record> witness) {
    throw new StorageException(
        "This store cannot erase a partition with its traces. Nothing was removed; use a store that can, such as sqlite.");
  }

  /**
   * Gives space of removed and replaced records back to the operating system, where the store keeps
   * any. Changes no record. After it nothing that was removed or replaced before is left in what
   * the store keeps.
   *
   * @throws StorageException if something keeps old bytes in use, such as a reader that does not
   *     end
   */
  default void compact() {}

  /** The bytes that the store occupies, all namespaces and overhead included. */
  long sizeInBytes();

  /**
   * Lets go of files and connections. Idempotent. Other calls then throw {@link StorageException}.
   */
  @Override
  void close();
}
