package dev.cairn.search.partitioned;

/**
 * The bits of codes, in the order in which some loops read them. One thread writes; others read
 * positions that were published to them.
 */
sealed interface CodeBits {
  /** Capacities are multiples of this. */
  int STEP = 16;

  /** 64 dimensions of a code, the first in the lowest bit. */
  long word(int position, int word);

  void set(int position, int word, long bits);

  long bytes();

  /**
   * For loops that count bits: blocks of eight codes, word by word, so that one load takes the same
   * word of all eight.
   *
   * @param words of a code
   */
  record Words(int words, long[] bits) implements CodeBits {
    /** How many codes are interleaved. */
    static final int BLOCK = 8;

    static Words ofCapacity(int words, int capacity) {
      return new Words(words, new long[capacity * words]);
    }

    @Override
    public long word(int position, int word) {
      return bits[at(position, word)];
    }

    @Override
    public void set(int position, int word, long code) {
      bits[at(position, word)] = code;
    }

    private int at(int position, int word) {
      return (position / BLOCK * words + word) * BLOCK + position % BLOCK;
    }

    @Override
    public long bytes() {
      return 8L * bits.length;
    }
  }

  /**
   * For loops that look sums up in tables: blocks of 64 codes, byte by byte. The last block is as
   * narrow as its codes; what is loaded beyond it belongs to no code.
   *
   * @param rows bytes of a code
   */
  record Bytes(int rows, int capacity, byte[] bits) implements CodeBits {
    /** How many codes are interleaved. */
    static final int BLOCK = 64;

    static Bytes ofCapacity(int words, int capacity) {
      int rows = words * Long.BYTES;
      int excess = capacity % BLOCK == 0 ? 0 : BLOCK - capacity % BLOCK;
      return new Bytes(rows, capacity, new byte[rows * capacity + excess]);
    }

    /** Codes in the block of a position. */
    int width(int block) {
      return Math.min(BLOCK, capacity - block * BLOCK);
    }

    @Override
    public long word(int position, int word) {
      int at = at(position, word);
      int width = width(position / BLOCK);
      long code = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        code |= (bits[at + i * width] & 0xFFL) << i * Byte.SIZE;
      }
      return code;
    }

    @Override
    public void set(int position, int word, long code) {
      int at = at(position, word);
      int width = width(position / BLOCK);
      for (int i = 0; i < Long.BYTES; i++) {
        bits[at + i * width] = (byte) (code >>> i * Byte.SIZE);
      }
    }

    private int at(int position, int word) {
      int block = position / BLOCK;
      return block * BLOCK * rows + word * Long.BYTES * width(block) + position % BLOCK;
    }

    @Override
    public long bytes() {
      return bits.length;
    }
  }
}
