package dev.cairn.cli;

import dev.cairn.auto.Decision;
import dev.cairn.config.ConfigLoader;
import dev.cairn.config.Setting;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn config …}. */
@Command(name = "config", description = "Show the configuration.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
  private static final Set<String> SECRET_WORDS =
      Set.of("password", "secret", "token", "credential", "apikey", "accesskey");

  @ParentCommand private CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(
      name = "show",
      description = "Print every setting in force; secrets are covered.",
      mixinStandardHelpOptions = true)
  int show(
      @Option(names = "--origin", description = "Also say where each value comes from.")
          boolean origin) {
    List<Setting> settings = effective(root.load());
    if (root.json) {
      root.console.data(new JsonArray(settings.stream().<JsonValue>map(this::json).toList()));
      return 0;
    }
    Table table = origin ? new Table("SETTING", "VALUE", "FROM") : new Table("SETTING", "VALUE");
    for (Setting setting : settings) {
      if (origin) {
        table.row(setting.path(), text(setting), setting.origin());
      } else {
        table.row(setting.path(), text(setting));
      }
    }
    table.lines().forEach(root.console::data);
    return 0;
  }

  @Command(
      name = "explain",
      description = {
        "Tell what 'auto' has decided on this machine, and why.",
        "Write 'auto: small' (or medium, large, enterprise) into the configuration to have it decide."
      },
      mixinStandardHelpOptions = true)
  int explain() {
    List<Decision> decisions = root.load().decisions();
    if (root.json) {
      decisions.forEach(decision -> root.console.data(json(decision)));
      return 0;
    }
    if (decisions.isEmpty()) {
      root.console.say(
          "nothing is decided automatically; 'auto: small' in the configuration (or medium, large, enterprise) asks for it");
      return 0;
    }
    Table table = new Table("SETTING", "VALUE", "WHY");
    for (Decision decision : decisions) {
      table.row(
          decision.setting(),
          decision.value().map(ConfigCommand::text).orElse(""),
          decision.reason());
    }
    table.lines().forEach(root.console::data);
    return 0;
  }

  private static JsonObject json(Decision decision) {
    JsonObject.Builder json = JsonObject.builder().put("setting", decision.setting());
    decision.value().ifPresent(value -> json.put("value", value));
    return json.put("reason", decision.reason()).build();
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.value() : value.toString();
  }

  private static String text(Setting setting) {
    return text(setting.value());
  }

  private JsonValue json(Setting setting) {
    return JsonObject.builder()
        .put("setting", setting.path())
        .put("value", setting.value())
        .put("origin", setting.origin())
        .build();
  }

  private static List<Setting> effective(ConfigLoader.Loaded loaded) {
    List<Setting> effective = new ArrayList<>();
    Set<String> given = new TreeSet<>();
    for (Setting setting : loaded.settings()) {
      given.add(setting.path());
      effective.add(isSecret(setting.path()) ? covered(setting) : setting);
    }
    defaults("", loaded.config(), given, effective);
    effective.sort((a, b) -> a.path().compareTo(b.path()));
    return effective;
  }

  private static boolean isSecret(String path) {
    String folded = path.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return SECRET_WORDS.stream().anyMatch(folded::contains);
  }

  private static Setting covered(Setting setting) {
    return new Setting(setting.path(), new JsonString("••••"), setting.origin());
  }

  /** Adds the values of a settings record that were not given. */
  private static void defaults(
      String path, Record settings, Set<String> given, List<Setting> effective) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
      if (given.contains(name)) {
        continue;
      }
      Object value = read(component, settings);
      if (value instanceof JsonObject section) {
        for (int i = 0; i < section.size(); i++) {
          String member = name + "." + section.name(i);
          if (!given.contains(member)) {
            effective.add(new Setting(member, section.value(i), "default"));
          }
        }
      } else if (value instanceof Record nested) {
        defaults(name, nested, given, effective);
      } else {
        effective.add(new Setting(name, plain(value), "default"));
      }
    }
  }

  private static JsonValue plain(Object value) {
    return switch (value) {
      case Duration duration -> new JsonString(duration.toString());
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Record ->
          new JsonString(String.join(", ", list.stream().map(Object::toString).toList()));
      case Object other -> JsonValue.of(other);
    };
  }

  private static Object read(RecordComponent component, Record settings) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("A settings record hides " + component, impossible);
    }
  }
}
