package dev.cairn.migration;

import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;

/** Takes what an importer reads. */
public interface ImportTarget {

  void fact(Fact fact);

  void episode(Episode episode);

  void affinity(Affinity affinity);

  /** Something that a person should know. */
  void notice(ImportNotice notice);
}
