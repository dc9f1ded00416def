package dev.cairn.context;

import dev.cairn.json.JsonObject;
import dev.cairn.memory.Fact;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which members of facts go into a prompt. The members that name a fact (user, category and key)
 * always do, since it would not be a fact without them; renderers put them where they cost least.
 */
public sealed interface FieldSelection {
  /** The members that name a fact. */
  Set<String> IDENTITY = Set.of("user_id", "category", "key");

  /** Every member. */
  FieldSelection ALL = new All();

  /** What a fact says and when: {@code category, key, value, timestamp}. */
  FieldSelection CORE = of(List.of("value", "timestamp"));

  /** Every member. */
  record All() implements FieldSelection {
    @Override
    public Fact select(Fact fact) {
      return fact.isMerged() ? Fact.ofDocument(fact.document()) : fact;
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  /**
   * Some members.
   *
   * @param names of members, without those that are always there
   */
  record Named(Set<String> names) implements FieldSelection {
    public Named {
      names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    @Override
    public Fact select(Fact fact) {
      JsonObject document = fact.document();
      JsonObject.Builder kept = JsonObject.builder();
      for (int i = 0; i < document.size(); i++) {
        String name = document.name(i);
        if (IDENTITY.contains(name) || names.contains(name)) {
          kept.append(name, document.value(i));
        }
      }
      return Fact.ofDocument(kept.build());
    }

    @Override
    public String toString() {
      return names.isEmpty() ? "category,key" : "category,key," + String.join(",", names);
    }
  }

  /** Some members by name; {@code date} and {@code time} stand for {@code timestamp}. */
  static FieldSelection of(List<String> names) {
    Set<String> members = new LinkedHashSet<>();
    for (String name : names) {
      String member = name.strip();
      if (member.isEmpty()) {
        throw new IllegalArgumentException(
            "A field's name is empty. Give 'all', 'core' or names such as 'value,timestamp'.");
      }
      if (!IDENTITY.contains(member)) {
        members.add(member.equals("date") || member.equals("time") ? "timestamp" : member);
      }
    }
    return new Named(members);
  }

  /** {@code all}, {@code core}, or names separated by commas. */
  static FieldSelection parse(String text) {
    return switch (text.strip()) {
      case "all" -> ALL;
      case "core" -> CORE;
      default -> of(List.of(text.split(",", -1)));
    };
  }

  /** The fact with the selected members alone, without the record of what was merged. */
  Fact select(Fact fact);
}
