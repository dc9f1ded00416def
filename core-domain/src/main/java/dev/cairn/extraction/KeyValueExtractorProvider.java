package dev.cairn.extraction;

import dev.cairn.memory.FactExtractor;
import dev.cairn.memory.FactExtractorProvider;
import dev.cairn.plugin.Settings;
import java.util.List;
import java.util.Set;

/**
 * Provides {@code key-value}: takes explicit statements, each alone on its line, as facts.
 *
 * <p>A statement is {@code key: value} or {@code category/key: value}, with spaces around it or
 * not. Key and category have 1 to 64 letters, digits, spaces, {@code _} and {@code -}, start with a
 * letter or digit and do not end with a space; the colon stands right behind the key and is
 * followed by a space or tab, so that addresses and times of day are no statements; the value is
 * what is left of the line, not empty, and is kept as text, exactly. Key and category are written
 * in lower case, with {@code _} for each run of spaces: {@code Favorite sport: basketball} gives
 * the key {@code favorite_sport}. Of several statements with one category and key in a turn the
 * last counts. All other text is passed over.
 *
 * <p>The fact's timestamp is the time of the turn. The result depends on the turn alone.
 */
public final class KeyValueExtractorProvider implements FactExtractorProvider {

  /**
   * @param category of statements that name none; {@code stated} unless given
   * @param speakers whose turns are looked at; everyone's unless given
   */
  record Config(String category, List<String> speakers) {
    Config {
      category = category == null ? "stated" : category;
      speakers = speakers == null ? List.of() : List.copyOf(speakers);
    }
  }

  @Override
  public String name() {
    return "key-value";
  }

  @Override
  public FactExtractor create(Settings settings) {
    Config config = settings.as(Config.class);
    return new KeyValueExtractor(config.category(), Set.copyOf(config.speakers()));
  }
}
