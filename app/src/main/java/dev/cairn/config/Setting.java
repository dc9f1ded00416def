package dev.cairn.config;

import dev.cairn.json.JsonValue;

/**
 * One value of the configuration.
 *
 * @param path names joined by dots, such as {@code storage.config.file}
 * @param origin where it comes from, as a person would say it
 */
public record Setting(String path, JsonValue value, String origin) {}
