package dev.cairn.cli;

import dev.cairn.search.Filter;
import dev.cairn.search.FilterSyntaxException;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to list, and how much of it. */
final class ListOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      description =
          "Which; all unless given. Operators: =, !=, <, <=, >, >=, in, contains, exists.")
  private @Nullable String filter;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many at most; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(names = "--after", paramLabel = "CURSOR", description = "Go on behind a page.")
  private @Nullable String after;

  Filter filter() {
    return filter(filter);
  }

  /** Reads a filter and shows where it goes wrong. */
  static Filter filter(@Nullable String text) {
    if (text == null) {
      return Filter.ALL;
    }
    try {
      return Filter.parse(text);
    } catch (FilterSyntaxException wrong) {
      throw new CommandFailure(
          "The filter cannot be read, %s:%n  %s%n  %s^"
              .formatted(wrong.getMessage(), text, " ".repeat(wrong.character() - 1)),
          wrong);
    }
  }

  Optional<Cursor> after() {
    return Optional.ofNullable(after).map(Cursor::parse);
  }

  int limit() {
    return limit;
  }

  void sayMore(Console console, String command, Page<?> page) {
    page.next()
        .ifPresent(
            next ->
                console.say(
                    "more: cairn %s list%s --after %s"
                        .formatted(
                            command, filter == null ? "" : " '" + filter + "'", next.toToken())));
  }
}
