package dev.cairn.migration;

/** Takes notices. */
interface NoticeBoard {
  void add(ImportNotice notice);
}
