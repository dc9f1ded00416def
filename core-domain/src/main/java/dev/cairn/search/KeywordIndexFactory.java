package dev.cairn.search;

/** Makes keyword indexes that share one configuration. Thread-safe. */
@FunctionalInterface
public interface KeywordIndexFactory {

  /** An empty index. */
  KeywordIndex create();
}
