package dev.cairn.context.toon;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Collects the members of one object. Not thread-safe. */
final class ToonMembers {
  private final boolean strict;
  private final boolean expandPaths;
  private final Map<String, JsonValue> members = new LinkedHashMap<>();
  private final Set<String> written = new HashSet<>();

  /**
   * @param strict whether a name may come only once; else the last value stays
   * @param expandPaths whether names are taken apart at dots
   */
  ToonMembers(boolean strict, boolean expandPaths) {
    this.strict = strict;
    this.expandPaths = expandPaths;
  }

  void add(ToonLine line, ToonField.Name name, JsonValue value) {
    if (strict && !written.add(name.text())) {
      throw line.error("Each name comes once in an object, but this one comes again. Remove one.");
    }
    if (!expandPaths) {
      members.put(name.text(), value);
      return;
    }
    String[] segments = segments(line, name);
    JsonValue nested = value;
    for (int i = segments.length - 1; i > 0; i--) {
      nested = JsonObject.EMPTY.with(segments[i], nested);
    }
    merge(line, members, segments[0], nested);
  }

  private static String[] segments(ToonLine line, ToonField.Name name) {
    String[] whole = {name.text()};
    if (name.quoted()) {
      return whole;
    }
    String[] segments = name.text().split("\\.", -1);
    for (String segment : segments) {
      if (!ToonTokens.isSegment(segment)) {
        return whole;
      }
    }
    if (segments.length > JsonValue.MAX_DEPTH) {
      throw line.error(
          "Values may nest %d deep, but this name has %d parts. Flatten the value.",
          JsonValue.MAX_DEPTH, segments.length);
    }
    return segments;
  }

  private void merge(ToonLine line, Map<String, JsonValue> target, String name, JsonValue value) {
    JsonValue old = target.get(name);
    if (old instanceof JsonObject before && value instanceof JsonObject more) {
      Map<String, JsonValue> both = new LinkedHashMap<>();
      before.names().forEach(member -> both.put(member, before.find(member).orElseThrow()));
      for (int i = 0; i < more.size(); i++) {
        merge(line, both, more.name(i), more.value(i));
      }
      target.put(name, JsonObject.of(both));
      return;
    }
    if (old != null && strict) {
      throw line.error(
          "A dotted name reaches a value that another line has given already. Remove one of them.");
    }
    target.put(name, value);
  }

  JsonObject build() {
    return JsonObject.of(members);
  }
}
