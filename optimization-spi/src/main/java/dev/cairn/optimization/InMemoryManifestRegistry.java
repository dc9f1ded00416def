package dev.cairn.optimization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps manifests as long as the process runs. Thread-safe. */
public final class InMemoryManifestRegistry implements ManifestRegistry {
  private final Map<ManifestId, Manifest> manifests = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Manifest> find(ManifestId id) {
    return Optional.ofNullable(manifests.get(id));
  }

  @Override
  public synchronized void save(Manifest manifest) {
    manifests.putIfAbsent(manifest.id(), manifest);
  }

  @Override
  public synchronized void remove(ManifestId id) {
    manifests.remove(id);
  }

  @Override
  public synchronized List<Manifest> all() {
    return new ArrayList<>(manifests.values());
  }
}
