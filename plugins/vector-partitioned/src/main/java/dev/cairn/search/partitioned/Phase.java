package dev.cairn.search.partitioned;

/** The forms that an index goes through as it grows. */
sealed interface Phase permits Young, Grown {
  int size();
}
