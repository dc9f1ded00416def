package dev.cairn.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.search.Filter;
import dev.cairn.search.IdFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FieldIndexTest {
  private static final List<String> VALUES =
      List.of("1", "1.0", "2", "-3e2", "\"a\"", "\"b\"", "\"ab\"", "true", "null", "[]");

  private final Map<String, JsonObject> documents = new TreeMap<>();
  private final FieldIndex index = new FieldIndex();

  private static JsonObject object(String json) {
    return (JsonObject) JsonValue.parse(json);
  }

  private FieldIndex.Selection select(Filter filter) {
    return index.select(filter, sink -> documents.forEach(sink));
  }

  private List<String> accepted(IdFilter filter) {
    return documents.keySet().stream().filter(filter::accepts).toList();
  }

  private List<String> meeting(Filter filter) {
    return documents.entrySet().stream()
        .filter(document -> filter.test(document.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void findsWhatMeetsTheFilterWhateverDocumentsAndFiltersLookLike() {
    long seed = Long.getLong("seed", 20261121);
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      documents.clear();
      index.clear();
      for (int step = 0; step < 60; step++) {
        String name = "d" + random.nextInt(30);
        if (random.nextInt(4) == 0) {
          documents.remove(name);
          index.remove(name);
        } else {
          JsonObject document = document(random, 0);
          documents.put(name, document);
          index.put(name, document);
        }
        Filter filter = filter(random, 0);
        FieldIndex.Selection selection = select(filter);
        assertThat(selection.isExact()).isTrue();
        assertThat(accepted(selection.among()))
            .as("%s on %s", filter, documents)
            .isEqualTo(meeting(filter));
      }
    }
  }

  private static JsonObject document(Random random, int depth) {
    Map<String, Object> members = new HashMap<>();
    for (String name : List.of("a", "b", "c")) {
      switch (random.nextInt(depth > 1 ? 3 : 5)) {
        case 0 -> {}
        case 1, 2 -> members.put(name, value(random));
        case 3 -> members.put(name, document(random, depth + 1));
        default -> {
          List<Object> list = new ArrayList<>();
          for (int i = random.nextInt(3); i >= 0; i--) {
            list.add(random.nextBoolean() ? value(random) : document(random, depth + 1));
          }
          members.put(name, list);
        }
      }
    }
    return (JsonObject) JsonValue.of(members);
  }

  private static JsonValue value(Random random) {
    return JsonValue.parse(VALUES.get(random.nextInt(VALUES.size())));
  }

  private static Filter filter(Random random, int depth) {
    String path = List.of("a", "b", "a.b", "b.c", "a.b.c").get(random.nextInt(5));
    Object value = List.of(1, 2, "a", "b").get(random.nextInt(4));
    return switch (random.nextInt(depth > 2 ? 9 : 12)) {
      case 0 -> Filter.eq(path, value);
      case 1 -> Filter.ne(path, value);
      case 2 -> Filter.lt(path, value);
      case 3 -> Filter.le(path, value);
      case 4 -> Filter.gt(path, value);
      case 5 -> Filter.ge(path, value);
      case 6 -> Filter.in(path, List.of(value, true));
      case 7 -> Filter.contains(path, value);
      case 8 -> Filter.exists(path);
      case 9 -> Filter.and(List.of(filter(random, depth + 1), filter(random, depth + 1)));
      case 10 -> Filter.or(List.of(filter(random, depth + 1), filter(random, depth + 1)));
      default -> Filter.not(filter(random, depth + 1));
    };
  }

  @Test
  void leavesOutNothingWhereAFieldIsTooLongToBeHeld() {
    documents.put("short", object("{\"text\":\"a\",\"n\":1}"));
    documents.put("long", object("{\"text\":\"" + "b".repeat(300) + "\",\"n\":1}"));
    documents.put("other", object("{\"text\":\"a\",\"n\":2}"));

    FieldIndex.Selection selection = select(Filter.parse("text contains \"b\" and n = 1"));

    assertThat(selection.isExact()).isFalse();
    assertThat(accepted(selection.among())).containsExactly("long", "short");
    assertThat(accepted(select(Filter.parse("not text = \"a\"")).among())).hasSize(3);
    assertThat(index.explain()).anyMatch(line -> line.startsWith("text: too varied or too long"));
    assertThat(select(Filter.parse("n = 2")).isExact()).isTrue();
  }

  @Test
  void givesUpFieldsThatAreDifferentEverywhere() {
    for (int i = 0; i <= FieldColumn.MOST_VALUES + 1; i++) {
      documents.put("d" + i, JsonObject.builder().put("id", i).put("group", i % 1_000).build());
    }

    assertThat(select(Filter.eq("id", 7)).isExact()).isFalse();
    FieldIndex.Selection few = select(Filter.eq("group", 7));
    assertThat(few.among()).isInstanceOf(IdFilter.Among.class);
    assertThat(accepted(few.among())).isEqualTo(meeting(Filter.eq("group", 7)));
    assertThat(select(Filter.lt("group", 500)).among()).isInstanceOf(IdFilter.Matching.class);
  }

  @Test
  void readsEverythingAgainIfReadingFailed() {
    documents.put("a", object("{\"n\":1}"));
    documents.put("b", object("{\"n\":1}"));
    Filter filter = Filter.eq("n", 1);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                index.select(
                    filter,
                    sink -> {
                      sink.accept("a", documents.get("a"));
                      throw new IllegalStateException("The store is gone.");
                    }));

    assertThat(accepted(select(filter).among())).containsExactly("a", "b");
  }

  @Test
  void letsGoOfWhatIsGone() {
    for (int i = 0; i < 100; i++) {
      documents.put("d" + i, JsonObject.builder().put("n", i).build());
    }
    select(Filter.exists("n"));
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < 100; i++) {
        index.remove("d" + i);
        index.put("d" + i, JsonObject.builder().put("n", i).build());
      }
      assertThat(accepted(select(Filter.lt("n", 10)).among())).hasSize(10);
    }
    assertThat(index.heldNames()).isLessThan(25_000);
  }
}
