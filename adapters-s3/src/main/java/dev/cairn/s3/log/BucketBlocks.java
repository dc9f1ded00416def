package dev.cairn.s3.log;

import dev.cairn.search.BlockRange;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.UnusableSnapshotException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The objects of a published index, read by ranges, several at a time. Thread-safe. */
final class BucketBlocks implements StoredBlocks {
  private final LogReader reader;
  private final FanOut fanOut;
  private final IndexRef index;

  BucketBlocks(LogReader reader, FanOut fanOut, IndexRef index) {
    this.reader = reader;
    this.fanOut = fanOut;
    this.index = index;
  }

  @Override
  public List<Long> lengths() {
    return index.objects().stream().map(IndexRef.ObjectRef::length).toList();
  }

  @Override
  public List<byte[]> read(List<BlockRange> ranges) {
    AtomicReferenceArray<byte[]> answers = new AtomicReferenceArray<>(ranges.size());
    fanOut.forEach(0, ranges.size() - 1, i -> answers.set((int) i, read(ranges.get((int) i))));
    return IntStream.range(0, ranges.size()).mapToObj(answers::get).toList();
  }

  private byte[] read(BlockRange range) {
    String key = index.objects().get(range.object()).key();
    return reader
        .getRange(
            key,
            range.offset(),
            range.length(),
            found -> {
              if (found.bytes().length != range.length()) {
                throw new CorruptObjectException(key, "the answer is too short");
              }
              return found.bytes();
            })
        .orElseThrow(() -> gone(key));
  }

  @Override
  public byte[] readWhole(int object) {
    IndexRef.ObjectRef ref = index.objects().get(object);
    return reader
        .get(
            ref.key(),
            found -> {
              if (!Arrays.equals(Digests.sha256(found.bytes()), ref.sha())) {
                throw new CorruptObjectException(ref.key(), "its SHA-256 differs");
              }
              return found.bytes();
            })
        .orElseThrow(() -> gone(ref.key()));
  }

  private static UnusableSnapshotException gone(String key) {
    return new UnusableSnapshotException(
        "Object '%s' of the published index is gone from the bucket.".formatted(key));
  }
}
