package dev.cairn;

import com.google.inject.Guice;
import com.google.inject.Stage;
import dev.cairn.auto.Decision;
import dev.cairn.auto.Machine;
import dev.cairn.auto.Scenario;
import dev.cairn.cache.CacheStatistics;
import dev.cairn.lock.LockService;
import dev.cairn.store.RecordStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A memory that is open: the calls of {@link dev.cairn.memory.MemoryClient} on its default
 * namespace, and other namespaces by name.
 *
 * <pre>{@code
 * try (Cairn cairn = Cairn.open(CairnConfig.sqlite(Path.of("memory.db")))) {
 *   cairn.saveFact("carlos", "preferences", "favorite_sport", "basketball");
 *   Optional<Fact> fact = cairn.getFact("carlos", "preferences", "favorite_sport");
 * }
 * }</pre>
 *
 * <p>Thread-safe; calls block and are meant for virtual threads. Several may be open in one
 * process, on one store or on several.
 */
public final class Cairn extends NamespaceClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cairn.class);

  private final List<Decision> decisions;
  private final OpenedParts opened;
  private final Namespaces namespaces;
  private final Map<String, NamespaceClient> others = new ConcurrentHashMap<>();

  private Cairn(
      CairnConfig config,
      OpenedParts opened,
      Namespaces namespaces,
      Namespaces.Parts parts,
      List<Decision> decisions) {
    super(parts, config, namespaces, opened.locks());
    this.decisions = List.copyOf(decisions);
    this.opened = opened;
    this.namespaces = namespaces;
  }

  /**
   * Opens a memory.
   *
   * @throws dev.cairn.plugin.ConfigurationException if a setting or a plugin is missing or wrong
   * @throws dev.cairn.store.StorageException if the store cannot be opened
   */
  public static Cairn open(CairnConfig config) {
    return open(config, List.of());
  }

  /**
   * Opens a memory whose settings are decided from hints and the machine; see {@link #decisions}.
   *
   * @throws dev.cairn.plugin.ConfigurationException if a plugin is missing or a setting of the
   *     storage is wrong
   * @throws dev.cairn.store.StorageException if the store cannot be opened
   */
  public static Cairn auto(AutoConfig config) {
    AutoConfig.Decided decided = config.decide(Machine.detect());
    return open(decided.config(), decided.decisions());
  }

  /** Opens a memory in {@code cairn.db}, with settings decided from the machine. */
  public static Cairn auto() {
    return auto(AutoConfig.sqlite(Path.of("cairn.db")));
  }

  /** As {@link #auto(AutoConfig)}, for a scenario; what the configuration hints at wins over it. */
  public static Cairn quick(Scenario scenario, AutoConfig config) {
    return auto(config.scenario(scenario));
  }

  /**
   * Opens a memory.
   *
   * @param decisions that led to the configuration, for {@link #decisions}
   */
  public static Cairn open(CairnConfig config, List<Decision> decisions) {
    decisions.forEach(decision -> LOG.debug("{}", decision));
    OpenedParts opened = OpenedParts.open(config);
    try {
      Namespaces namespaces =
          Guice.createInjector(Stage.PRODUCTION, new CairnModule(config, opened))
              .getInstance(Namespaces.class);
      return new Cairn(config, opened, namespaces, namespaces.parts(config.namespace()), decisions);
    } catch (RuntimeException failed) {
      opened.close();
      throw failed;
    }
  }

  /** Another namespace of the same store. Namespaces share nothing but the store and the cache. */
  public NamespaceClient namespace(String name) {
    return name.equals(namespace()) ? this : others.computeIfAbsent(name, namespaces::client);
  }

  /** The namespaces that have records, in order. */
  public List<String> namespaces() {
    return opened.store().namespaces();
  }

  /** What was decided about the configuration, and why; empty if it was given. */
  public List<Decision> decisions() {
    return decisions;
  }

  /** What the cache of all namespaces has done. */
  public CacheStatistics cacheStatistics() {
    return opened.cache().statistics();
  }

  /** Sets the counters of the cache and of this namespace's optimizer to zero. */
  public void resetStatistics() {
    opened.cache().resetStatistics();
    optimizer().resetStats();
  }

  /**
   * Forgets the cached facts of a user in this namespace, which does not change what is saved.
   *
   * @return how many were forgotten
   */
  public int invalidateUserCache(String userId) {
    int forgotten = 0;
    for (String kind : List.of("fact", "episode", "affinity", "turn")) {
      forgotten += opened.cache().invalidatePartition(namespace(), kind, userId);
    }
    return forgotten;
  }

  /** The leases of the store, shared with every process that uses it. */
  public LockService locks() {
    return opened.locks();
  }

  /** The store beneath, shared by all namespaces. */
  public RecordStore store() {
    return opened.store();
  }

  /** Lets go of the store. Idempotent. */
  @Override
  public void close() {
    try {
      namespaces.searches().close();
    } finally {
      opened.close();
    }
  }
}
