package dev.cairn.memory;

import java.util.List;

/**
 * The names of the stages of closeness.
 *
 * @param levels in rising order of points; the first starts at 0
 */
public record AffinityLevels(List<Level> levels) {

  /** Five stages at even steps. */
  public static final AffinityLevels DEFAULT =
      new AffinityLevels(
          List.of(
              new Level("stranger", 0),
              new Level("acquaintance", 21),
              new Level("friend", 41),
              new Level("close_friend", 61),
              new Level("soulmate", 81)));

  /**
   * @param from the least points of the level, 0 to {@link Affinity#MAX_POINTS}
   */
  public record Level(String name, int from) {}

  /**
   * @throws IllegalArgumentException if the first level does not start at 0, or a level does not
   *     start above the one before it and within the range of points
   */
  public AffinityLevels {
    levels = List.copyOf(levels);
    if (levels.isEmpty() || levels.getFirst().from() != 0) {
      throw new IllegalArgumentException("The first affinity level must start at 0 points.");
    }
    for (int i = 1; i < levels.size(); i++) {
      int from = levels.get(i).from();
      if (from <= levels.get(i - 1).from() || from > Affinity.MAX_POINTS) {
        throw new IllegalArgumentException(
            "Affinity levels must rise and end by %d points, but '%s' starts at %d."
                .formatted(Affinity.MAX_POINTS, levels.get(i).name(), from));
      }
    }
  }

  /** The level that {@code points} have reached. */
  public String levelOf(int points) {
    String name = levels.getFirst().name();
    for (Level level : levels) {
      if (points >= level.from()) {
        name = level.name();
      }
    }
    return name;
  }
}
