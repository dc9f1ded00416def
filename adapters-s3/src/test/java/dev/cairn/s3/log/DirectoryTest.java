package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.s3.log.LogState.Group;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory beside a plain map, from one random history to the next. */
final class DirectoryTest {
  private static final Payload PAYLOAD = Payload.copyOf(new byte[] {1});

  private final TreeMap<RecordId, Entry> model = new TreeMap<>();
  private Directory directory = new Directory();
  private long version;

  private static RecordId id(SplittableRandom random) {
    String text = random.nextInt(4) == 0 ? "ключ " : "key/";
    return new RecordId(
        "ns" + random.nextInt(2),
        random.nextInt(5) == 0 ? "turn" : "fact",
        random.nextInt(8) == 0 ? "" : "p" + random.nextInt(20),
        text + random.nextInt(400) + "x".repeat(random.nextInt(3) * 50));
  }

  private void change(SplittableRandom random) {
    RecordId id = id(random);
    if (random.nextInt(4) == 0) {
      assertThat(directory.put(id, null)).isEqualTo(model.remove(id));
    } else {
      Entry entry = new Entry(new Version(++version), 1, new Place.Here(PAYLOAD));
      assertThat(directory.put(id, entry)).isEqualTo(model.put(id, entry));
    }
  }

  /** Writes what there is into a segment, with records that are not what they were. */
  private Segment.Opened segment(SplittableRandom random, String key) {
    SegmentWriter writer = new SegmentWriter(Block.FAST);
    for (Map.Entry<RecordId, Entry> record : model.entrySet()) {
      switch (random.nextInt(8)) {
        case 0 -> writer.remove(record.getKey());
        case 1 -> writer.add(record.getKey(), new Version(++version), PAYLOAD);
        case 2 -> {}
        default -> writer.add(record.getKey(), record.getValue().version(), PAYLOAD);
      }
    }
    SegmentWriter.Built built = writer.build(key);
    return Segment.open(built.ref(), built.directory());
  }

  private void move(Segment.Opened segment) {
    directory.move(List.of(segment));
    segment
        .lines()
        .forEachRemaining(
            line ->
                line.entry()
                    .filter(
                        entry ->
                            Optional.ofNullable(model.get(line.id()))
                                .filter(entry::isSameAs)
                                .isPresent())
                    .ifPresent(entry -> model.put(line.id(), entry)));
  }

  private void requireSame(SplittableRandom random) {
    assertThat(all(directory.all())).isEqualTo(model);
    for (int i = 0; i < 200; i++) {
      RecordId id = id(random);
      assertThat(directory.get(id)).isEqualTo(model.get(id));
      if (i % 50 == 0) {
        assertThat(all(directory.from(id))).isEqualTo(model.tailMap(id, true));
      }
    }
  }

  private static TreeMap<RecordId, Entry> all(Iterator<Line> lines) {
    TreeMap<RecordId, Entry> found = new TreeMap<>();
    List<RecordId> order = new ArrayList<>();
    lines.forEachRemaining(
        line -> {
          found.put(line.id(), line.entry().orElseThrow());
          order.add(line.id());
        });
    assertThat(order).containsExactlyElementsOf(found.keySet());
    return found;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithAMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 3_000; i++) {
        change(random);
      }
      if (round == 1) {
        startFromSegments(random);
      }
      move(segment(random, "seg/" + round));
      Directory before = directory.copy();
      requireSame(random);
      RecordId any = model.firstKey();
      directory.put(any, null);
      assertThat(before.get(any)).isEqualTo(model.remove(any));
      requireSame(random);
    }
  }

  /** As a process does that opens the bucket: later segments override earlier ones. */
  private void startFromSegments(SplittableRandom random) {
    List<Segment.Opened> segments =
        List.of(segment(random, "seg/older"), segment(random, "seg/newer"));
    Directory started = new Directory();
    Map<Group, Count> counts = new TreeMap<>();
    started.start(segments, counts);
    directory = started;
    model.clear();
    for (Segment.Opened segment : segments) {
      segment
          .lines()
          .forEachRemaining(
              line ->
                  line.entry()
                      .ifPresentOrElse(
                          entry -> model.put(line.id(), entry), () -> model.remove(line.id())));
    }
    assertThat(counts.values().stream().mapToLong(Count::records).sum()).isEqualTo(model.size());
    counts.forEach(
        (group, count) ->
            assertThat(model.keySet().stream().filter(id -> Group.of(id).equals(group)))
                .hasSize((int) count.records()));
  }

  /** More lines move than may lie above the packed ones. */
  @ParameterizedTest
  @ValueSource(ints = {100, 30_000})
  void packsWhatIsInSegments(int records) {
    for (int i = 0; i < records; i++) {
      RecordId id = new RecordId("ns", "fact", "user" + i / 100, "key" + i);
      Entry entry = new Entry(new Version(++version), 1, new Place.Here(PAYLOAD));
      directory.put(id, entry);
      model.put(id, entry);
    }
    SegmentWriter writer = new SegmentWriter(Block.FAST);
    model.forEach((id, entry) -> writer.add(id, entry.version(), PAYLOAD));
    SegmentWriter.Built built = writer.build("seg/one");
    move(Segment.open(built.ref(), built.directory()));

    requireSame(new SplittableRandom(records));
    assertThat(all(directory.all()).values())
        .allMatch(entry -> entry.place() instanceof Place.InSegment);
  }
}
