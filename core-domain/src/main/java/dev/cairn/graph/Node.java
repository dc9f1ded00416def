package dev.cairn.graph;

import dev.cairn.store.Version;

/**
 * What verbs hang on: each verb that comes, goes or moves writes the nodes of its ends and expects
 * the version that it read. So a verb and the delete of one of its nouns cannot both succeed.
 *
 * @param version {@link Version#NONE} if it is not saved yet
 * @param type the noun's type
 * @param out how many verbs start from the noun
 * @param in how many lead to it
 */
record Node(Version version, String type, long out, long in) {

  static Node newOf(String type) {
    return new Node(Version.NONE, type, 0, 0);
  }

  Node ofType(String newType) {
    return new Node(version, newType, out, in);
  }

  Node plus(long moreOut, long moreIn) {
    return new Node(version, type, out + moreOut, in + moreIn);
  }

  boolean hasVerbs() {
    return out > 0 || in > 0;
  }
}
