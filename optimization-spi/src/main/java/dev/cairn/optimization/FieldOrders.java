package dev.cairn.optimization;

import java.util.List;
import java.util.Map;

/** The usual members of the documents of each kind, in the order in which writers put them. */
final class FieldOrders {
  private static final Map<String, List<String>> BY_KIND =
      Map.of(
          "fact",
          List.of(
              "user_id",
              "category",
              "key",
              "value",
              "importance",
              "timestamp",
              "source",
              "confidence",
              "tags"),
          "episode",
          List.of(
              "user_id",
              "id",
              "session_id",
              "episode_type",
              "title",
              "summary",
              "importance",
              "sentiment",
              "tags",
              "context_messages",
              "timestamp",
              "temporal_decay",
              "related_facts",
              "related_episodes",
              "metadata",
              "created_at",
              "updated_at"),
          "turn",
          List.of("user_id", "id", "session_id", "speaker", "text", "timestamp"),
          "affinity",
          List.of(
              "user_id",
              "session_id",
              "personality_name",
              "affinity_points",
              "current_level",
              "total_interactions",
              "total_messages",
              "positive_interactions",
              "negative_interactions",
              "last_interaction",
              "created_at",
              "updated_at"));

  private FieldOrders() {}

  static List<String> of(String kind) {
    return BY_KIND.getOrDefault(kind, List.of());
  }
}
