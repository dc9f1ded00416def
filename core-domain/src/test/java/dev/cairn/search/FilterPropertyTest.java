package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random filters, made as text and as predicates of plain Java values side by side, agree on random
 * documents; a failing seed is in the test's name.
 */
class FilterPropertyTest {
  private static final List<String> NAMES = List.of("a", "b", "or", "x.y");
  private static final List<String> NUMBERS =
      List.of("0", "-0.0", "1", "1.0", "10e-1", "2", "1e3", "1000.5", "-7", "9007199254740993");
  private static final List<String> TEXTS = List.of("", "a", "ab", "b\"c", "é", "😊", "\uFFFD");

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private record Case(String text, Predicate<Map<String, Object>> meaning) {}

  /** One value, as JSON text and as plain Java. */
  private record Value(String text, Object java) {}

  private static final Object NULL = new Object();

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void filtersMeanWhatTheirTextSays(long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> documents =
        Stream.generate(() -> object(random, 3)).limit(30).toList();

    for (int i = 0; i < 20; i++) {
      Case expected = filter(random, 3);
      Filter filter = Filter.parse(expected.text());
      assertThat(Filter.parse(filter.toString())).as(expected.text()).isEqualTo(filter);
      for (Map<String, Object> document : documents) {
        JsonObject json = (JsonObject) JsonValue.of(plain(document));
        assertThat(filter.test(json))
            .as("%s on %s", expected.text(), json)
            .isEqualTo(expected.meaning().test(document));
      }
    }
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        object.put(name, anything(random, depth));
      }
    }
    return object;
  }

  private static Object anything(Random random, int depth) {
    int choice = random.nextInt(depth > 0 ? 8 : 5);
    if (choice < 5) {
      return scalar(random).java();
    }
    if (choice < 6) {
      return object(random, depth - 1);
    }
    List<Object> list = new ArrayList<>();
    while (random.nextInt(3) > 0) {
      list.add(anything(random, depth - 1));
    }
    return list;
  }

  private static Value scalar(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Value("null", NULL);
      case 1 -> new Value("true", true);
      case 2 -> text(random);
      default -> number(random);
    };
  }

  private static Value number(Random random) {
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return new Value(number, new BigDecimal(number));
  }

  private static Value text(Random random) {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return new Value("\"" + text.replace("\"", "\\\"") + "\"", text);
  }

  private static @Nullable Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((name, member) -> plain.put((String) name, plain(member)));
      return plain;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    return value == NULL ? null : value;
  }

  private static Case filter(Random random, int depth) {
    int choice = random.nextInt(depth > 0 ? 9 : 6);
    return switch (choice) {
      case 6 -> {
        Case inner = filter(random, depth - 1);
        yield new Case("not (" + inner.text() + ")", inner.meaning().negate());
      }
      case 7 -> joined(random, depth, " and ", true);
      case 8 -> joined(random, depth, " or ", false);
      default -> comparison(random);
    };
  }

  private static Case joined(Random random, int depth, String word, boolean all) {
    List<Case> parts =
        Stream.generate(() -> filter(random, depth - 1)).limit(2 + random.nextInt(2)).toList();
    return new Case(
        parts.stream().map(part -> "(" + part.text() + ")").collect(Collectors.joining(word)),
        document ->
            all
                ? parts.stream().allMatch(part -> part.meaning().test(document))
                : parts.stream().anyMatch(part -> part.meaning().test(document)));
  }

  private static Case comparison(Random random) {
    List<String> path =
        Stream.generate(() -> NAMES.get(random.nextInt(NAMES.size())))
            .limit(1 + random.nextInt(2))
            .toList();
    String field =
        path.stream()
            .map(name -> name.length() == 1 ? name : "`" + name + "`")
            .collect(Collectors.joining("."));
    Value value = scalar(random);
    Value ordered = random.nextBoolean() ? number(random) : text(random);
    return switch (random.nextInt(9)) {
      case 0 -> is(field + " = " + value.text(), path, found -> same(found, value.java()));
      case 1 -> {
        Case equal = is("", path, found -> same(found, value.java()));
        yield new Case(field + " != " + value.text(), equal.meaning().negate());
      }
      case 2 -> is(field + "<" + ordered.text(), path, found -> order(found, ordered, -1, -1));
      case 3 -> is(field + "<=" + ordered.text(), path, found -> order(found, ordered, -1, 0));
      case 4 -> is(field + " > " + ordered.text(), path, found -> order(found, ordered, 1, 1));
      case 5 -> is(field + " >=" + ordered.text(), path, found -> order(found, ordered, 0, 1));
      case 6 ->
          is(
              field + " in [" + value.text() + "," + ordered.text() + "]",
              path,
              found -> same(found, value.java()) || same(found, ordered.java()));
      case 7 ->
          is(
              field + " contains " + value.text(),
              path,
              found ->
                  found instanceof List<?> list
                      ? list.stream().anyMatch(element -> same(element, value.java()))
                      : found instanceof String text
                          && value.java() instanceof String part
                          && text.indexOf(part) >= 0);
      default -> is("exists " + field, path, found -> true);
    };
  }

  private static Case is(String text, List<String> path, Predicate<Object> condition) {
    return new Case(text, document -> reached(document, path).anyMatch(condition));
  }

  private static Stream<Object> reached(Object from, List<String> path) {
    if (path.isEmpty()) {
      return Stream.of(from);
    }
    if (from instanceof List<?> list) {
      return list.stream().flatMap(element -> reached(element, path));
    }
    return from instanceof Map<?, ?> map && map.containsKey(path.getFirst())
        ? reached(map.get(path.getFirst()), path.subList(1, path.size()))
        : Stream.of();
  }

  private static boolean same(Object a, Object b) {
    return a instanceof BigDecimal x && b instanceof BigDecimal y
        ? x.compareTo(y) == 0
        : a.equals(b);
  }

  private static boolean order(Object found, Value wanted, int least, int most) {
    int sign;
    if (found instanceof BigDecimal a && wanted.java() instanceof BigDecimal b) {
      sign = a.compareTo(b);
    } else if (found instanceof String a && wanted.java() instanceof String b) {
      int[] x = a.codePoints().toArray();
      int[] y = b.codePoints().toArray();
      sign = Integer.signum(Arrays.compare(x, y));
    } else {
      return false;
    }
    return sign >= least && sign <= most;
  }
}
