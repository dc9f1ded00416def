package dev.cairn.lock;

/**
 * What a store needs to know of a lease to tell its holder from later ones.
 *
 * @param name of the lease
 * @param token greater than that of every earlier holder
 */
public record Fence(String name, long token) {
  /**
   * @throws IllegalArgumentException if the token is less than 1
   */
  public Fence {
    if (token < 1) {
      throw new IllegalArgumentException(
          "The token of a lease is at least 1, but %d was given.".formatted(token));
    }
  }
}
