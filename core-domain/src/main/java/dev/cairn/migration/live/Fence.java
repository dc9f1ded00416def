package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.StorageException;
import java.util.Optional;

/** How the writers of the source are kept out while the target takes over. */
public sealed interface Fence {

  /** They were asked to stop; whoever does not is found by the straggler watch. */
  record Advisory() implements Fence {}

  /**
   * A source that is a store is frozen: from one place in its order of commits on it refuses them.
   */
  record Frozen() implements Fence {}

  /** Begins the label of a fence that freezes. */
  String FROZEN = "frozen";

  /**
   * The source itself refuses them.
   *
   * @param asWriter the source with the rights of such a writer, to see that it is refused
   */
  record Enforced(LegacyObjects asWriter) implements Fence {}

  /**
   * Ends the keys of objects that are only ever written on a condition that no object meets, so
   * that they never come to be.
   */
  String CANARY = "cairn-canary";

  /** What the journal calls it. */
  default String label() {
    return switch (this) {
      case Advisory ignored -> "advisory";
      case Frozen ignored -> FROZEN;
      case Enforced ignored -> "enforced";
    };
  }

  /**
   * Makes sure that it stands.
   *
   * @param prefix of keys that writers write
   * @throws MigrationException if it does not
   */
  default void check(String prefix) {
    if (this instanceof Frozen) {
      throw new MigrationException(
          "Only a store of Cairn can be frozen. Keep the writers out of this source by a policy, or stop them.");
    }
    if (this instanceof Enforced(LegacyObjects asWriter)) {
      asWriter.list("", "", 1);
      try {
        asWriter.put(prefix + CANARY, new byte[0], Optional.of("\"" + CANARY + "\""));
      } catch (StorageException refused) {
        return;
      }
      throw new MigrationException(
          "The fence does not stand: a writer's canary was not refused. Apply the policy that 'migrate fence --policy' prints, wait until it holds, and try again.");
    }
  }
}
