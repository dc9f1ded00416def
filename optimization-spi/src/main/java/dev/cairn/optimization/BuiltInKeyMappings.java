package dev.cairn.optimization;

import java.util.LinkedHashMap;
import java.util.Map;

/** The table {@code built-in}: KEY_MAPPINGS of the LuminoraCore v1.2-lite migration guide. */
public final class BuiltInKeyMappings implements KeyMappingsProvider {
  static final String NAME = "built-in";

  private static final String TABLE =
      """
      user_id uid
      session_id sid
      conversation_id cid
      category cat
      key k
      value v
      importance imp
      confidence conf
      timestamp ts
      created_at cr
      updated_at up
      last_accessed la
      source src
      tags tags
      metadata meta
      affinity_score aff
      affinity_level lvl
      affinity_points pts
      episode_id eid
      episode_title title
      episode_description desc
      episode_summary sum
      preferences pref
      relationships rel
      experiences exp
      goals goal
      characteristics char
      knowledge know
      communication_style style
      context ctx
      custom cust
      """;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> mappings() {
    Map<String, String> mappings = new LinkedHashMap<>();
    for (String line : TABLE.lines().toList()) {
      int space = line.indexOf(' ');
      mappings.put(line.substring(0, space), line.substring(space + 1));
    }
    return mappings;
  }
}
