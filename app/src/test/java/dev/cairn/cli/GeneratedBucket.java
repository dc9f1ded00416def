package dev.cairn.cli;

import dev.cairn.migration.legacy.LegacyObjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * A bucket as Brainy wrote it, of any number of nouns, whose objects are made when they are read.
 * Counts requests; nothing can be changed. Thread-safe.
 */
final class GeneratedBucket implements LegacyObjects {
  private static final List<String> FOLDERS =
      List.of("entities/nouns/metadata/", "entities/nouns/vectors/");
  private static final String SUFFIX = ".json";
  private static final int DIGITS = 7;

  private final int nouns;
  private final int dimensions;
  private final LongAdder requests = new LongAdder();

  GeneratedBucket(int nouns, int dimensions) {
    this.nouns = nouns;
    this.dimensions = dimensions;
  }

  long requests() {
    return requests.sum();
  }

  long objects() {
    return (long) nouns * FOLDERS.size();
  }

  @Override
  public String place() {
    return "generated";
  }

  @Override
  public Page list(String prefix, String after, int limit) {
    requests.increment();
    List<Listed> found = new ArrayList<>();
    for (String folder : FOLDERS) {
      if (after.compareTo(folder + "~") >= 0) {
        continue;
      }
      int from = after.startsWith(folder) ? number(after) + 1 : 0;
      for (int i = from; i < nouns; i++) {
        if (found.size() == limit) {
          return new Page(found, true);
        }
        String key = key(folder, i);
        if (key.startsWith(prefix)) {
          found.add(new Listed(key, "\"" + key.hashCode() + "\"", 100));
        }
      }
    }
    return new Page(found, false);
  }

  private static String key(String folder, int number) {
    return folder + String.format(Locale.ROOT, "noun-%0" + DIGITS + "d", number) + SUFFIX;
  }

  private static int number(String key) {
    int end = key.length() - SUFFIX.length();
    return Integer.parseInt(key.substring(end - DIGITS, end));
  }

  @Override
  public Optional<Found> read(String key) {
    requests.increment();
    if (FOLDERS.stream().noneMatch(key::startsWith) || !key.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String id = key.substring(key.lastIndexOf('/') + 1, key.length() - SUFFIX.length());
    String body = key.startsWith(FOLDERS.getLast()) ? vector(id) : metadata(id);
    return Optional.of(
        new Found(body.getBytes(StandardCharsets.UTF_8), "\"" + key.hashCode() + "\""));
  }

  private static String metadata(String id) {
    return "{\"noun\":\"document\",\"text\":\"Text of %s\",\"category\":\"c%d\"}"
        .formatted(id, id.hashCode() % 10);
  }

  private String vector(String id) {
    Random random = new Random(id.hashCode());
    StringBuilder json = new StringBuilder("{\"id\":\"").append(id).append("\",\"vector\":[");
    for (int d = 0; d < dimensions; d++) {
      json.append(d == 0 ? "" : ",").append(random.nextFloat() - 0.5f);
    }
    return json.append("],\"connections\":{}}").toString();
  }

  @Override
  public Change put(String key, byte[] body, Optional<String> tag) {
    throw new IllegalStateException("Nothing may be written to the source.");
  }

  @Override
  public Change delete(String key, String tag) {
    throw new IllegalStateException("Nothing may be deleted from the source.");
  }

  @Override
  public void close() {}
}
