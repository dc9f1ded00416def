package dev.cairn.migration;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;

/**
 * Takes what an importer reads. Not thread-safe.
 *
 * <p>A place says where in the source something stands, in a few words such as {@code "line 12"},
 * without a user's value.
 */
public interface ImportTarget {

  void fact(Fact fact, String place);

  void episode(Episode episode, String place);

  void affinity(Affinity affinity, String place);

  void noun(Noun noun, String place);

  /**
   * Takes a verb. It is best given after its nouns: one that comes before waits in memory until the
   * end.
   */
  void verb(Verb verb, String place);

  /** Something that a person should know. */
  void notice(ImportNotice notice);
}
