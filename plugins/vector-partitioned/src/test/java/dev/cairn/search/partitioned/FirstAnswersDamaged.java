package dev.cairn.search.partitioned;

import dev.cairn.search.BlockRange;
import dev.cairn.search.StoredBlocks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Damages every answer about a range once, but for that about the head. */
final class FirstAnswersDamaged implements StoredBlocks {
  private final StoredBlocks blocks;
  private final Set<Long> seen = new HashSet<>();

  FirstAnswersDamaged(StoredBlocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public List<Long> lengths() {
    return blocks.lengths();
  }

  @Override
  public List<byte[]> read(List<BlockRange> ranges) {
    List<byte[]> answers = blocks.read(ranges);
    for (int i = 0; i < answers.size(); i++) {
      BlockRange range = ranges.get(i);
      boolean isHead = range.object() == lengths().size() - 1;
      if (!isHead && seen.add(range.object() * 1_000_000_000L + range.offset())) {
        answers.get(i)[0] ^= 1;
      }
    }
    return answers;
  }
}
