package dev.cairn.migration.live;

import dev.cairn.lock.Lease;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
import dev.cairn.store.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The work of a migration from one object for each part of an item. Not thread-safe. */
final class ObjectWork extends Work {
  private final Target target;
  private final LegacyObjects objects;
  private final Translation translation;
  private final ObjectReads reads;
  private final Map<String, List<String>> layouts = new HashMap<>();

  ObjectWork(
      MigrationSetup setup,
      MigrationListener listener,
      Optional<Lease> lease,
      MigrationState state,
      Version version) {
    super(
        setup.target(),
        setup.journal(),
        setup.sizes(),
        setup.clock(),
        listener,
        lease,
        state,
        version);
    this.target = setup.target();
    this.objects = setup.objects();
    this.translation = setup.translation();
    this.reads = new ObjectReads(setup.objects(), setup.parallelReads());
  }

  Target target() {
    return target;
  }

  LegacyObjects objects() {
    return objects;
  }

  Translation translation() {
    return translation;
  }

  ObjectReads reads() {
    return reads;
  }

  /** The keys of some item of the same sort, so that new ones are written in the same layout. */
  List<String> layoutOf(String item) {
    String sort = item.substring(0, item.indexOf('/') + 1);
    return layouts.computeIfAbsent(sort, this::findLayout);
  }

  private List<String> findLayout(String sort) {
    String after = "";
    while (true) {
      Page<Journal.Named<SourceObject>> page = journal().objects(after, sizes().page());
      for (Journal.Named<SourceObject> object : page.items()) {
        after = object.name();
        if (object.value().tag().isPresent()
            && translation.useOf(object.name()) instanceof Translation.Use.PartOf part
            && part.item().startsWith(sort)) {
          List<String> keys = translation.keysOf(part.item());
          Map<String, SourceObject> recorded = journal().objects(keys);
          return keys.stream()
              .filter(key -> recorded.containsKey(key) && recorded.get(key).tag().isPresent())
              .toList();
        }
      }
      if (page.next().isEmpty()) {
        return List.of();
      }
    }
  }
}
