package dev.cairn.search;

import static java.util.stream.Collectors.joining;

import dev.cairn.json.JsonValue;
import java.util.List;

/** Writes filters as the text that is read back as the same filter. */
final class FilterText {
  private FilterText() {}

  static String of(Filter filter) {
    return switch (filter) {
      case Filter.Eq eq -> comparison(eq.path(), "=", eq.value());
      case Filter.Ne ne -> comparison(ne.path(), "!=", ne.value());
      case Filter.Lt lt -> comparison(lt.path(), "<", lt.value());
      case Filter.Le le -> comparison(le.path(), "<=", le.value());
      case Filter.Gt gt -> comparison(gt.path(), ">", gt.value());
      case Filter.Ge ge -> comparison(ge.path(), ">=", ge.value());
      case Filter.Contains contains -> comparison(contains.path(), "contains", contains.value());
      case Filter.In in ->
          in.path()
              + in.values().stream().map(JsonValue::toString).collect(joining(", ", " in [", "]"));
      case Filter.Exists exists -> "exists " + exists.path();
      case Filter.Not not -> "not " + within(not.negated());
      case Filter.And and -> and.all().isEmpty() ? "true" : joined(and.all(), " and ");
      case Filter.Or or -> or.any().isEmpty() ? "false" : joined(or.any(), " or ");
    };
  }

  private static String comparison(FieldPath path, String operator, JsonValue value) {
    return path + " " + operator + " " + value;
  }

  private static String joined(List<Filter> parts, String operator) {
    return parts.stream().map(FilterText::within).collect(joining(operator));
  }

  /** A part of another filter: in parentheses if it is joined itself. */
  private static String within(Filter part) {
    boolean joined =
        (part instanceof Filter.And and && !and.all().isEmpty())
            || (part instanceof Filter.Or or && !or.any().isEmpty());
    return joined ? "(" + of(part) + ")" : of(part);
  }
}
