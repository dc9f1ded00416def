package dev.cairn.optimization;

import java.util.Map;

/**
 * A table of short codes for the keys of documents, such as {@code "my_custom_field" → "mcf"}.
 * Found by {@link java.util.ServiceLoader}; used if its name is among the configured {@code
 * keyMappings}.
 *
 * <p>Changing or removing a table never makes saved data unreadable: each record names the table
 * that wrote it, and that is kept beside it.
 */
public interface KeyMappingsProvider {

  /** Lower-case words joined by dashes, such as {@code "acme-crm"}. */
  String name();

  /** Long keys to short codes; no two keys to one code, and no code that starts with {@code ~}. */
  Map<String, String> mappings();
}
