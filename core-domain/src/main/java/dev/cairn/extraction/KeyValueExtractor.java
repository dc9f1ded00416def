package dev.cairn.extraction;

import dev.cairn.memory.Fact;
import dev.cairn.memory.FactExtractor;
import dev.cairn.memory.Turn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds explicit statements; {@link KeyValueExtractorProvider} says which. Thread-safe. */
final class KeyValueExtractor implements FactExtractor {
  private static final String NAME =
      "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N} _-]{0,62}[\\p{L}\\p{M}\\p{N}_-])?";
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?:(?<category>" + NAME + ")/)?(?<key>" + NAME + "):[ \\t]+(?<value>[^ \\t].*)",
          Pattern.DOTALL);
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\n|\\r");
  private static final Pattern SPACES = Pattern.compile(" +");

  private final String category;
  private final Set<String> speakers;

  /**
   * @param category of statements that name none
   * @param speakers whose turns are looked at; everyone's if empty
   */
  KeyValueExtractor(String category, Set<String> speakers) {
    this.category = category;
    this.speakers = Set.copyOf(speakers);
  }

  private record Name(String category, String key) {}

  @Override
  public List<Fact> extract(Turn turn) {
    if (!speakers.isEmpty() && !speakers.contains(turn.speaker())) {
      return List.of();
    }
    Map<Name, String> statements = new LinkedHashMap<>();
    for (String line : LINE_END.split(turn.text())) {
      Matcher statement = STATEMENT.matcher(line.strip());
      if (statement.matches()) {
        String named = statement.group("category");
        Name name =
            new Name(named == null ? category : normal(named), normal(statement.group("key")));
        statements.put(name, statement.group("value"));
      }
    }
    return statements.entrySet().stream()
        .map(statement -> fact(turn, statement.getKey(), statement.getValue()))
        .toList();
  }

  private static String normal(String name) {
    return SPACES.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  private static Fact fact(Turn turn, Name name, String value) {
    Fact.Builder fact = Fact.builder(turn.userId(), name.category(), name.key()).value(value);
    turn.time().ifPresent(fact::timestamp);
    return fact.build();
  }
}
