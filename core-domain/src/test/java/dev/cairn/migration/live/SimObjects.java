package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import java.util.Optional;

/** The old home as a migrator sees it that may stop at each request. */
final class SimObjects implements LegacyObjects {
  private final SimWorld world;

  SimObjects(SimWorld world) {
    this.world = world;
  }

  @Override
  public String place() {
    return "simulation";
  }

  @Override
  public Page list(String prefix, String after, int limit) {
    return world.step(() -> world.objects.list(prefix, after, limit));
  }

  @Override
  public Optional<Found> read(String key) {
    return world.step(() -> world.objects.read(key));
  }

  @Override
  public Change put(String key, byte[] body, Optional<String> tag) {
    return world.request(() -> world.put(key, body, tag));
  }

  @Override
  public Change delete(String key, String tag) {
    return world.request(() -> world.delete(key, tag));
  }

  @Override
  public void close() {}
}
