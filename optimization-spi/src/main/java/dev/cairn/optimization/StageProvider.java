package dev.cairn.optimization;

import dev.cairn.json.JsonObject;

/**
 * Makes one version of a stage. Found by {@link java.util.ServiceLoader}.
 *
 * <p>A released version never changes what it writes: whoever writes something else adds a provider
 * with the same name and the next version, and keeps the old one for reading.
 */
public interface StageProvider {

  /** The parameter that holds what a stage has learned from samples. */
  String TRAINED = "trained";

  /** Lower-case words joined by dashes, such as {@code "key-mapping"}. */
  String name();

  /** 1 or more. */
  int version();

  /** All parameters that reading and writing need, to be kept in a manifest for ever. */
  JsonObject freeze(StageContext context);

  /**
   * The stage with frozen parameters; uses nothing else, no configuration of today.
   *
   * @throws IllegalArgumentException if {@link #freeze} cannot have given these parameters
   */
  Stage open(JsonObject parameters);
}
