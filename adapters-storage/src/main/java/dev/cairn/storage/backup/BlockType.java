package dev.cairn.storage.backup;

/** What a block of an archive holds. The byte in the archive is the place in this list. */
enum BlockType {
  HEADER,
  ENTRIES,
  SUMMARY
}
