package dev.cairn.plugin;

/**
 * Makes one replaceable part. Each port has a sub-interface, so that {@link
 * java.util.ServiceLoader} finds its implementations; an implementation has a public constructor
 * without arguments.
 *
 * @param <T> the port
 */
public interface Provider<T> {

  /** Lower-case words joined by dashes. A released name never changes. */
  String name();

  /**
   * Makes the part.
   *
   * @throws ConfigurationException if a setting is unknown, missing or of the wrong type
   */
  T create(Settings settings);
}
