package dev.cairn.store;

/**
 * Who writes.
 *
 * @param instance the process or client that writes, unique for each
 * @param principal on whose behalf, such as a service account; empty if not known
 */
public record Author(String instance, String principal) {

  /**
   * The principal of those who rewrite records in another format without changing what they say.
   * Whoever asks when a record got its content looks past their changes.
   */
  public static final String REWRITE = "cairn:rewrite";

  /** The same instance, rewriting records. */
  public Author rewriting() {
    return new Author(instance, REWRITE);
  }

  /** Whether this one rewrites records without changing what they say. */
  public boolean isRewriting() {
    return principal.equals(REWRITE);
  }
}
