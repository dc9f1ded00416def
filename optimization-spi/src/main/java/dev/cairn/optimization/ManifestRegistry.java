package dev.cairn.optimization;

import java.util.List;
import java.util.Optional;

/** Where the manifests of a namespace are kept. Thread-safe. */
public interface ManifestRegistry {

  Optional<Manifest> find(ManifestId id);

  /** Keeps a manifest, durable when this returns. Keeping it again changes nothing. */
  void save(Manifest manifest);

  /**
   * Removes a manifest, after which nothing that it wrote can be read. Removing what is not there
   * changes nothing.
   */
  void remove(ManifestId id);

  /** Tells that others may have saved or removed manifests. */
  default void changed() {}

  /** All manifests, those saved last at the end. */
  List<Manifest> all();
}
