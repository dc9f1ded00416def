package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Looks at a source without changing anything anywhere. Used once; not thread-safe. */
final class Planning {
  private static final int PAGE = 1_000;
  private static final int MAX_KEYS = 20;
  private static final int ITEMS_AT_ONCE = 250;
  private static final int SHARES = 100_000;

  /** A first copy, one that catches up, and the clean one behind the fence. */
  private static final int PASSES = 3;

  /** Once to copy and once to verify. */
  private static final int READS = 2;

  private static final double DOLLARS_PER_LIST = 0.005 / 1_000;
  private static final double DOLLARS_PER_READ = 0.000_4 / 1_000;
  private static final double USUAL_READS_PER_SECOND = 3_500;

  private final LegacyObjects objects;
  private final Translation translation;
  private final ObjectReads reads;
  private final double share;
  private final MigrationListener listener;
  private final LongSupplier nanoClock;

  private final Map<String, Set<String>> chosen = new LinkedHashMap<>();
  private final List<String> foreignKeys = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> skipped = new TreeMap<>();
  private final Map<String, Long> oddities = new TreeMap<>();
  private long listed;
  private long parts;
  private long derived;
  private long foreign;
  private long bytes;
  private double readsPerSecond = USUAL_READS_PER_SECOND;

  Planning(MigrationSetup setup, double share, MigrationListener listener, LongSupplier nanoClock) {
    this.objects = setup.objects();
    this.translation = setup.translation();
    this.reads = new ObjectReads(setup.objects(), setup.parallelReads());
    this.share = share;
    this.listener = listener;
    this.nanoClock = nanoClock;
  }

  MigrationPlan run() {
    list();
    sample();
    long lists = PASSES * Math.max(1, (listed + PAGE - 1) / PAGE);
    long readCount = READS * parts;
    return new MigrationPlan(
        translation.name(),
        listed,
        parts,
        derived,
        foreign,
        foreignKeys,
        bytes,
        new MigrationPlan.Sample(share, chosen.size(), counts, skipped, oddities),
        new MigrationPlan.Requests(lists, readCount),
        lists * DOLLARS_PER_LIST + readCount * DOLLARS_PER_READ,
        Duration.ofMillis((long) (1_000 * readCount / readsPerSecond)));
  }

  private void list() {
    String after = "";
    boolean more = true;
    while (more) {
      LegacyObjects.Page page = objects.list("", after, PAGE);
      for (LegacyObjects.Listed object : page.objects()) {
        look(object);
        after = object.key();
      }
      listener.progress("listing", listed, 0);
      more = page.more() && !page.objects().isEmpty();
    }
  }

  private void look(LegacyObjects.Listed object) {
    listed++;
    boolean nameable = Listing.nameable(object.key());
    switch (nameable ? translation.useOf(object.key()) : new Translation.Use.Foreign()) {
      case Translation.Use.PartOf part -> {
        parts++;
        bytes += object.size();
        if (Math.floorMod(part.item().hashCode(), SHARES) < share * SHARES) {
          chosen.computeIfAbsent(part.item(), item -> new LinkedHashSet<>()).add(object.key());
        }
      }
      case Translation.Use.Derived ignored -> derived++;
      case Translation.Use.Foreign ignored -> {
        foreign++;
        if (foreignKeys.size() < MAX_KEYS) {
          foreignKeys.add(object.key());
        }
      }
    }
  }

  private void sample() {
    long began = nanoClock.getAsLong();
    long read = 0;
    List<String> items = List.copyOf(chosen.keySet());
    for (int from = 0; from < items.size(); from += ITEMS_AT_ONCE) {
      List<String> some = items.subList(from, Math.min(items.size(), from + ITEMS_AT_ONCE));
      Set<String> keys = new LinkedHashSet<>();
      some.forEach(item -> keys.addAll(chosen.getOrDefault(item, Set.of())));
      Map<String, LegacyObjects.Found> found = reads.read(keys);
      some.forEach(item -> take(item, found));
      read += keys.size();
      listener.progress("sampling", from + some.size(), items.size());
    }
    double seconds = (nanoClock.getAsLong() - began) / 1e9;
    if (read > 0 && seconds > 0) {
      readsPerSecond = read / seconds;
    }
  }

  private void take(String item, Map<String, LegacyObjects.Found> found) {
    Map<String, byte[]> bodies = new TreeMap<>();
    for (String key : chosen.getOrDefault(item, Set.of())) {
      if (found.containsKey(key)) {
        bodies.put(key, found.get(key).body());
      }
    }
    if (bodies.isEmpty()) {
      return;
    }
    switch (translation.read(item, bodies)) {
      case Translation.Reading.Of of -> {
        counts.merge(Comparison.sort(of.content()), 1L, Long::sum);
        of.oddities().forEach(oddity -> oddities.merge(oddity, 1L, Long::sum));
      }
      case Translation.Reading.Skipped it -> skipped.merge(it.reason(), 1L, Long::sum);
    }
  }
}
