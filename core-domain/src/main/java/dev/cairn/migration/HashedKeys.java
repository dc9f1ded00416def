package dev.cairn.migration;

import java.util.Arrays;

/** Remembers many keys by 64 bits of each. Not thread-safe. */
final class HashedKeys {
  private static final long FNV_START = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  /** Open addressing; 0 is an empty slot. */
  private long[] slots = new long[1 << 10];

  private int size;

  void add(String key) {
    if (size * 2 >= slots.length) {
      long[] before = slots;
      slots = new long[before.length * 2];
      Arrays.stream(before).filter(hash -> hash != 0).forEach(this::put);
    }
    long hash = hash(key);
    if (!contains(hash)) {
      put(hash);
      size++;
    }
  }

  /** False if it was not added; true if it was, and in one case of billions else. */
  boolean mayContain(String key) {
    return contains(hash(key));
  }

  private boolean contains(long hash) {
    int slot = slot(hash);
    while (slots[slot] != 0) {
      if (slots[slot] == hash) {
        return true;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return false;
  }

  private void put(long hash) {
    int slot = slot(hash);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = hash;
  }

  private int slot(long hash) {
    return (int) (hash ^ hash >>> 32) & slots.length - 1;
  }

  private static long hash(String key) {
    long hash = FNV_START;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FNV_PRIME;
    }
    return hash == 0 ? 1 : hash;
  }
}
