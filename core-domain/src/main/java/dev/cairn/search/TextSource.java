package dev.cairn.search;

import java.util.Map;
import java.util.function.BiConsumer;

/** All texts that a keyword index shall have, from where they are kept for good. */
@FunctionalInterface
public interface TextSource {

  /** Hands every id with its fields to {@code sink}. */
  void forEach(BiConsumer<String, Map<String, String>> sink);
}
