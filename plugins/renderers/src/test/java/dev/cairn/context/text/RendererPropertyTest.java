package dev.cairn.context.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.context.FieldSelection;
import dev.cairn.context.Rendering;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Fact;
import dev.cairn.memory.HostileFacts;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever facts hold, a format that promises it gives them back. */
final class RendererPropertyTest {
  private static final int LIST = 20;

  @ParameterizedTest
  @ValueSource(strings = {"block", "dense", "lines", "json", "csv"})
  void hostileFactsComeBack(String name) {
    comeBack(name, 100_000);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"block", "dense", "lines", "json", "csv"})
  void aMillionHostileFactsComeBack(String name) {
    comeBack(name, 1_000_000);
  }

  private static void comeBack(String name, int wanted) {
    ContextRenderer renderer = renderer(name);
    int facts = 0;
    for (long seed = 1; facts < wanted; seed++) {
      List<Fact> list = new HostileFacts(seed).list(LIST);
      Rendering rendering = renderer.render(list);
      String text = rendering.text();
      assertThat(counted(documents(renderer.parse(text))))
          .as("seed %d, text:%n%s", seed, text)
          .isEqualTo(counted(documents(list)));
      assertThat(positions(rendering)).as("seed %d", seed).hasSize(list.size());
      facts += list.size();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"block", "dense", "lines", "json", "csv"})
  void selectedFieldsComeBack(String name) {
    ContextRenderer renderer = renderer(name);
    List<FieldSelection> selections =
        List.of(
            FieldSelection.CORE,
            FieldSelection.parse("value"),
            FieldSelection.parse("key"),
            FieldSelection.parse("value,importance,source"),
            FieldSelection.parse("tags,confidence"));
    for (long seed = 1; seed <= 1_000; seed++) {
      for (FieldSelection selection : selections) {
        List<Fact> list =
            new HostileFacts(seed).list(LIST).stream().map(selection::select).toList();
        String text = renderer.render(list).text();
        assertThat(counted(documents(renderer.parse(text))))
            .as("seed %d, %s, text:%n%s", seed, selection, text)
            .isEqualTo(counted(documents(list)));
      }
    }
  }

  static ContextRenderer renderer(String name) {
    return Providers.load("renderer", ContextRendererProvider.class)
        .named(name)
        .create(Settings.EMPTY);
  }

  private static List<JsonObject> documents(List<Fact> facts) {
    return facts.stream().map(Fact::document).toList();
  }

  private static Map<JsonObject, Integer> counted(List<JsonObject> documents) {
    Map<JsonObject, Integer> counts = new HashMap<>();
    documents.forEach(document -> counts.merge(document, 1, Integer::sum));
    return counts;
  }

  private static List<Integer> positions(Rendering rendering) {
    List<Integer> positions = new ArrayList<>();
    rendering.pieces().forEach(piece -> positions.addAll(piece.facts()));
    return positions.stream().distinct().toList();
  }
}
