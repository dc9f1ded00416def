package dev.cairn.s3.log;

import dev.cairn.store.InstanceActivity;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes that wrote last. Not thread-safe. */
final class Instances {
  /** Short-lived processes must not make checkpoints grow without end. */
  private static final int MOST = 256;

  /** Whoever wrote last is last. */
  private final Map<String, InstanceActivity> known = new LinkedHashMap<>();

  void saw(LogEntry entry) {
    InstanceActivity before = known.remove(entry.instance());
    String name =
        entry.batches().isEmpty()
            ? before == null ? "" : before.name()
            : entry.batches().getLast().author().instance();
    long commits = before == null ? 1 : before.commits() + 1;
    add(new InstanceActivity(entry.instance(), name, commits, entry.slot(), entry.at()));
  }

  void addAll(Collection<InstanceActivity> activities) {
    activities.stream().sorted(Comparator.comparingLong(InstanceActivity::slot)).forEach(this::add);
  }

  private void add(InstanceActivity activity) {
    known.put(activity.process(), activity);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }

  List<InstanceActivity> all() {
    return List.copyOf(known.values());
  }
}
