package dev.cairn.store;

import dev.cairn.lock.Fence;
import dev.cairn.lock.Lease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes that happen together or not at all, in list order.
 *
 * @param writes at most one for each id; all of one namespace
 * @param fence the lease under which it is written, if any: the batch is refused if a later holder
 *     of that lease has written
 */
public record WriteBatch(List<Write> writes, Author author, Optional<Fence> fence) {

  /**
   * @throws IllegalArgumentException if two writes have one id, or the namespaces differ
   */
  public WriteBatch {
    writes = List.copyOf(writes);
    Set<RecordId> ids = HashSet.newHashSet(writes.size());
    for (Write write : writes) {
      if (!ids.add(write.id())) {
        throw new IllegalArgumentException(
            "A batch may write a record only once, but one of kind '%s' is written twice. Merge the two writes or use two batches."
                .formatted(write.id().kind()));
      }
      if (!write.id().namespace().equals(writes.getFirst().id().namespace())) {
        throw new IllegalArgumentException(
            "A batch stays within one namespace. Use a batch for each namespace.");
      }
    }
  }

  /** A batch that is under no lease. */
  public WriteBatch(List<Write> writes, Author author) {
    this(writes, author, Optional.empty());
  }

  public static Builder by(Author author) {
    return new Builder(author);
  }

  /** Collects writes. Not thread-safe. */
  public static final class Builder {
    private final Author author;
    private final List<Write> writes = new ArrayList<>();
    private Optional<Fence> fence = Optional.empty();

    private Builder(Author author) {
      this.author = author;
    }

    public Builder put(RecordId id, Payload payload) {
      return put(id, payload, Expectation.ANY);
    }

    public Builder put(RecordId id, Payload payload, Expectation expectation) {
      writes.add(new Write.Put(id, payload, expectation, Optional.empty()));
      return this;
    }

    /** Puts a record that was first written elsewhere, by someone else. */
    public Builder putAttributed(RecordId id, Payload payload, Attribution attribution) {
      writes.add(new Write.Put(id, payload, Expectation.ANY, Optional.of(attribution)));
      return this;
    }

    public Builder delete(RecordId id) {
      return delete(id, Expectation.ANY);
    }

    public Builder delete(RecordId id, Expectation expectation) {
      writes.add(new Write.Delete(id, expectation));
      return this;
    }

    public Builder add(Write write) {
      writes.add(write);
      return this;
    }

    /**
     * Writes under a lease: the batch is refused once a later holder of that lease has written
     * under it.
     *
     * <p>An empty batch under a lease is worth committing, too. Done before anything else, it keeps
     * all earlier holders from writing behind the back of this one.
     */
    public Builder under(Lease lease) {
      return under(lease.fence());
    }

    /** Writes under the lease that a fence is of; see {@link #under(Lease)}. */
    public Builder under(Fence lease) {
      this.fence = Optional.of(lease);
      return this;
    }

    public WriteBatch build() {
      return new WriteBatch(writes, author, fence);
    }
  }
}
