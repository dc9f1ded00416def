package dev.cairn.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The providers of one port that are on the class path, by name. Immutable and thread-safe.
 *
 * @param <P> the port's provider interface
 */
public final class Providers<P extends Provider<?>> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final String port;
  private final SortedMap<String, P> byName = new TreeMap<>();

  private Providers(String port, Iterable<P> providers) {
    this.port = port;
    for (P provider : providers) {
      String name = provider.name();
      if (!NAME.matcher(name).matches()) {
        throw new ConfigurationException(
            "The name of a %s must be lower-case words joined by dashes, but %s is named '%s'."
                .formatted(port, provider.getClass().getName(), name));
      }
      P other = byName.putIfAbsent(name, provider);
      if (other != null) {
        throw new ConfigurationException(
            "Only one %s may be named '%s', but there are two: %s and %s. Remove one of the jars."
                .formatted(port, name, other.getClass().getName(), provider.getClass().getName()));
      }
    }
  }

  /**
   * Finds providers with {@link ServiceLoader}.
   *
   * @param port what a user calls the port, such as {@code "storage"}
   * @throws ConfigurationException if two providers have one name
   */
  public static <P extends Provider<?>> Providers<P> load(String port, Class<P> type) {
    return new Providers<>(port, ServiceLoader.load(type));
  }

  /** The given providers, as if they had been found. */
  public static <P extends Provider<?>> Providers<P> of(String port, List<P> providers) {
    return new Providers<>(port, providers);
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  public List<P> all() {
    return new ArrayList<>(byName.values());
  }

  /**
   * The provider called {@code name}.
   *
   * @throws ConfigurationException if there is none
   */
  public P named(String name) {
    P provider = byName.get(name);
    if (provider == null) {
      throw new ConfigurationException(
          "No %s is called '%s'. Found: %s.%s Or add the jar that brings it."
              .formatted(port, name, names(), Suggestion.of(name, names())));
    }
    return provider;
  }
}
