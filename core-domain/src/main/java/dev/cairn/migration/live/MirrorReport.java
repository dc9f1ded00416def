package dev.cairn.migration.live;

/**
 * What keeping the old home current did.
 *
 * @param written objects that were written
 * @param deleted objects that were deleted
 * @param conflicts writes of stragglers that were found and kept as conflicts
 * @param held items that were left alone because of one
 * @param unwritable items that the old format cannot hold
 */
public record MirrorReport(long written, long deleted, long conflicts, long held, long unwritable) {
  static final MirrorReport NOTHING = new MirrorReport(0, 0, 0, 0, 0);

  MirrorReport plus(MirrorReport other) {
    return new MirrorReport(
        written + other.written,
        deleted + other.deleted,
        conflicts + other.conflicts,
        held + other.held,
        unwritable + other.unwritable);
  }
}
