package dev.cairn.search.partitioned;

import dev.cairn.search.BlockRange;
import dev.cairn.search.BlockSink;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.UnusableSnapshotException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Objects in memory that count how they are read. */
final class KeptBlocks implements StoredBlocks, BlockSink {
  final List<byte[]> objects = new ArrayList<>();
  int trips;
  int requests;
  long bytes;

  @Override
  public void add(byte[] object) {
    objects.add(object);
  }

  @Override
  public List<Long> lengths() {
    return objects.stream().map(object -> (long) object.length).toList();
  }

  @Override
  public List<byte[]> read(List<BlockRange> ranges) {
    trips++;
    return ranges.stream().map(this::read).toList();
  }

  private byte[] read(BlockRange range) {
    byte[] object = objects.get(range.object());
    if (range.end() > object.length) {
      throw new UnusableSnapshotException("Object %d ends early.".formatted(range.object()));
    }
    requests++;
    bytes += range.length();
    return Arrays.copyOfRange(object, (int) range.offset(), (int) range.end());
  }

  void forget() {
    trips = 0;
    requests = 0;
    bytes = 0;
  }
}
