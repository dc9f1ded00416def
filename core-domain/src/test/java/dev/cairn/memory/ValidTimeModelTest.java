package dev.cairn.memory;

import static dev.cairn.memory.ManualClock.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonNumber;
import dev.cairn.store.InMemoryRecordStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random saves and deletes of one fact of a single-valued category, against a list of rows with
 * both times.
 */
class ValidTimeModelTest {
  private static final int OPERATIONS = 40;
  private static final int QUESTIONS = 200;
  private static final int SPAN = 12;
  private static final long OPEN = Long.MAX_VALUE;
  private static final FactKey KEY = new FactKey("u", "home", "town");

  /** A value, when it is true, and in which operations it is known. Days and operations count. */
  private static final class Row {
    private final long value;
    private final long from;
    private long to;
    private final int knownFrom;
    private int knownTo = Integer.MAX_VALUE;

    Row(long value, long from, long to, int knownFrom) {
      this.value = value;
      this.from = from;
      this.to = to;
      this.knownFrom = knownFrom;
    }

    boolean isKnown() {
      return knownTo == Integer.MAX_VALUE;
    }
  }

  /** What the rules say, told in rows. */
  private static final class Model {
    private final List<Row> rows = new ArrayList<>();

    /** The known value that starts last. */
    private List<Row> known() {
      return rows.stream().filter(Row::isKnown).toList();
    }

    private Row newest() {
      Row newest = known().getFirst();
      for (Row row : known()) {
        newest = row.from > newest.from ? row : newest;
      }
      return newest;
    }

    /** Says whether the save is allowed, and does it then. */
    boolean save(long value, long from, long to, boolean startGiven, int operation) {
      if (known().isEmpty()) {
        rows.add(new Row(value, from, to, operation));
        return true;
      }
      Row current = newest();
      if (!startGiven && value == current.value && from < current.to && to > current.from) {
        return put(value, current.from, to, current, operation);
      }
      boolean overlaps = from < current.to && current.from < to;
      if (from == current.from || (value == current.value && overlaps)) {
        return put(value, from, to, current, operation);
      }
      if (from > current.from) {
        Row before = current;
        before.knownTo = operation;
        rows.add(new Row(before.value, before.from, Math.min(before.to, from), operation));
        rows.add(new Row(value, from, to, operation));
        return true;
      }
      for (Row row : known()) {
        boolean same = row.from == from && row.to == to && row != current;
        if (!same && from < row.to && row.from < to) {
          return false;
        }
      }
      known().stream()
          .filter(row -> row.from == from && row.to == to)
          .forEach(row -> row.knownTo = operation);
      rows.add(new Row(value, from, to, operation));
      return true;
    }

    private boolean put(long value, long from, long to, Row instead, int operation) {
      for (Row row : known()) {
        if (row != instead && from < row.to && row.from < to) {
          return false;
        }
      }
      instead.knownTo = operation;
      rows.add(new Row(value, from, to, operation));
      return true;
    }

    void delete(int operation) {
      known().forEach(row -> row.knownTo = operation);
    }

    List<Long> trueAt(long time, int operation) {
      return rows.stream()
          .filter(row -> row.knownFrom <= operation && operation < row.knownTo)
          .filter(row -> row.from <= time && time < row.to)
          .map(row -> row.value)
          .toList();
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothTimesAreAnsweredAsByRows(long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    MemoryClient client =
        TestClients.of(
            new InMemoryRecordStore(clock, random.nextBoolean() ? 100_000 : 20),
            MemoryPolicy.defaults().withCategory(CategoryPolicy.of("home").withSingleValue()),
            clock,
            "ana");
    Model model = new Model();
    List<Long> times = new ArrayList<>();
    long now = 0;
    for (int operation = 0; operation < OPERATIONS; operation++) {
      now++;
      clock.days(1);
      operate(random, client, model, operation, now);
      times.add(now);
    }

    for (int i = 0; i < QUESTIONS; i++) {
      int operation = random.nextInt(OPERATIONS);
      long time = random.nextLong(-SPAN - 1, OPERATIONS + SPAN);
      assertThat(
              client.asOf("u", day(time), day(times.get(operation))).stream()
                  .map(fact -> Long.valueOf(((JsonNumber) fact.value()).text())))
          .as("seed %d, operation %d, true at %d", seed, operation, time)
          .containsExactlyInAnyOrderElementsOf(model.trueAt(time, operation));
    }
  }

  private static void operate(
      Random random, MemoryClient client, Model model, int operation, long now) {
    if (random.nextInt(12) == 0) {
      client.deleteFact(KEY.userId(), KEY.category(), KEY.key());
      model.delete(operation);
      return;
    }
    long value = random.nextInt(4);
    Fact.Builder fact = Fact.builder(KEY.userId(), KEY.category(), KEY.key()).value(value);
    boolean startGiven = random.nextInt(4) > 0;
    long from = startGiven ? random.nextLong(-SPAN, now + SPAN) : now;
    long to = random.nextBoolean() ? OPEN : from + 1 + random.nextInt(SPAN);
    if (startGiven) {
      fact.validFrom(day(from));
    }
    if (to != OPEN) {
      fact.validTo(day(to));
    }
    boolean allowed = model.save(value, from, to, startGiven, operation);
    try {
      client.saveFact(fact.build());
      assertThat(allowed).as("the save of operation %d is allowed", operation).isTrue();
    } catch (InvalidMemoryException refused) {
      assertThat(allowed).as(refused.getMessage()).isFalse();
    }
  }
}
