package dev.cairn.langchain4j;

import dev.cairn.json.JsonValue;
import dev.cairn.search.FieldPath;
import dev.cairn.search.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * LangChain4j's filters as conditions on the metadata of a noun. Those that it ships become filters
 * of our own; one that a user has written is asked itself.
 */
final class Filters {
  private Filters() {}

  static Condition of(dev.langchain4j.store.embedding.filter.Filter filter) {
    return own(filter)
        .map(Condition::of)
        .orElseGet(
            () ->
                new Condition(
                    metadata -> filter.test(MetadataJson.metadata(metadata)), Optional.empty()));
  }

  /** Our own filter that says the same, if there is one. */
  private static Optional<Filter> own(dev.langchain4j.store.embedding.filter.Filter filter) {
    return switch (filter) {
      case And and -> join(and.left(), and.right()).map(Filter::and);
      case Or or -> join(or.left(), or.right()).map(Filter::or);
      case Not not -> own(not.expression()).map(Filter::not);
      default -> comparison(filter);
    };
  }

  private static Optional<List<Filter>> join(
      dev.langchain4j.store.embedding.filter.Filter left,
      dev.langchain4j.store.embedding.filter.Filter right) {
    return own(left).flatMap(first -> own(right).map(second -> List.of(first, second)));
  }

  private static Optional<Filter> comparison(dev.langchain4j.store.embedding.filter.Filter filter) {
    return Optional.ofNullable(
        switch (filter) {
          case IsEqualTo is -> new Filter.Eq(path(is.key()), value(is.comparisonValue()));
          case IsNotEqualTo is -> new Filter.Ne(path(is.key()), value(is.comparisonValue()));
          case IsGreaterThan is -> new Filter.Gt(path(is.key()), value(is.comparisonValue()));
          case IsGreaterThanOrEqualTo is ->
              new Filter.Ge(path(is.key()), value(is.comparisonValue()));
          case IsLessThan is -> new Filter.Lt(path(is.key()), value(is.comparisonValue()));
          case IsLessThanOrEqualTo is -> new Filter.Le(path(is.key()), value(is.comparisonValue()));
          case IsIn is -> in(is.key(), is.comparisonValues());
          case IsNotIn is -> Filter.not(in(is.key(), is.comparisonValues()));
          case ContainsString is ->
              new Filter.Contains(path(is.key()), value(is.comparisonValue()));
          default -> null;
        });
  }

  private static Filter in(String key, Collection<?> values) {
    return new Filter.In(path(key), values.stream().map(Filters::value).toList());
  }

  private static FieldPath path(String key) {
    return FieldPath.of(MetadataJson.name(key));
  }

  private static JsonValue value(Object value) {
    return MetadataJson.value(value);
  }
}
