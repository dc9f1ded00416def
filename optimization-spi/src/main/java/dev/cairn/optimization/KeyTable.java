package dev.cairn.optimization;

import dev.cairn.plugin.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges the tables of several providers into one in which no code has two meanings. */
final class KeyTable {
  private static final String ESCAPE = "~";

  private final Map<String, String> codes = new LinkedHashMap<>();
  private final Map<String, String> longOf = new LinkedHashMap<>();
  private final Map<String, String> ownerOf = new LinkedHashMap<>();

  private KeyTable() {}

  /**
   * @throws ConfigurationException if a name is not found or found twice, or tables collide
   */
  static Map<String, String> merge(
      Iterable<KeyMappingsProvider> providers, List<String> chosenNames) {
    Map<String, KeyMappingsProvider> byName = new TreeMap<>();
    for (KeyMappingsProvider provider : providers) {
      KeyMappingsProvider other = byName.putIfAbsent(provider.name(), provider);
      if (other != null) {
        throw new ConfigurationException(
            "Only one table of key mappings may be named '%s', but there are two: %s and %s. Remove one of the jars."
                .formatted(
                    provider.name(), other.getClass().getName(), provider.getClass().getName()));
      }
    }
    KeyTable table = new KeyTable();
    for (String name : chosenNames) {
      KeyMappingsProvider provider = byName.get(name);
      if (provider == null) {
        throw new ConfigurationException(
            "No table of key mappings is called '%s'. Found: %s. Correct 'optimization.keyMappings', or add the jar that brings it."
                .formatted(name, new ArrayList<>(byName.keySet())));
      }
      provider.mappings().forEach((key, code) -> table.add(name, key, code));
    }
    return table.codes;
  }

  private void add(String owner, String key, String code) {
    if (key.isEmpty() || code.isEmpty()) {
      throw new ConfigurationException(
          "Key mappings need a key and a code, but '%s' of table '%s' has an empty one."
              .formatted(key, owner));
    }
    if (code.startsWith(ESCAPE)) {
      throw new ConfigurationException(
          "A code must not start with '~', the escape, but table '%s' shortens '%s' to '%s'. Choose another code."
              .formatted(owner, key, code));
    }
    String sameKey = codes.get(key);
    if (sameKey != null && !sameKey.equals(code)) {
      throw new ConfigurationException(
          "The tables of key mappings '%s' and '%s' collide: they shorten '%s' to '%s' and to '%s'. Change one of them."
              .formatted(ownerOf.get(key), owner, key, sameKey, code));
    }
    String otherKey = longOf.get(code);
    if (otherKey != null && !otherKey.equals(key)) {
      throw new ConfigurationException(
          "The tables of key mappings '%s' and '%s' collide: both '%s' and '%s' are shortened to '%s'. Change one of them."
              .formatted(ownerOf.get(otherKey), owner, otherKey, key, code));
    }
    codes.put(key, code);
    longOf.put(code, key);
    ownerOf.putIfAbsent(key, owner);
  }
}
