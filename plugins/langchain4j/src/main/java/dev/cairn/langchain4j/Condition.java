package dev.cairn.langchain4j;

import dev.cairn.json.JsonObject;
import dev.cairn.search.Filter;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the metadata of a noun must be like.
 *
 * @param filter the same as a filter of our own, if there is one
 */
record Condition(Predicate<JsonObject> test, Optional<Filter> filter) {

  static final Condition NONE = of(Filter.ALL);

  static Condition of(Filter filter) {
    return new Condition(filter::test, Optional.of(filter));
  }

  boolean isNone() {
    return filter.filter(Filter.ALL::equals).isPresent();
  }
}
