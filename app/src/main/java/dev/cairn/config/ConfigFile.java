package dev.cairn.config;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a configuration file in YAML 1.2, of which JSON is a part. */
final class ConfigFile {
  private final String name;
  private final List<Setting> settings = new ArrayList<>();

  private ConfigFile(String name) {
    this.name = name;
  }

  static ConfigLayer read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException(
          "The configuration file %s does not exist. Name another with --config, or leave it out."
              .formatted(file),
          missing);
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          "The configuration file %s cannot be read: %s.".formatted(file, unreadable.getMessage()),
          unreadable);
    }
    return parse(file.toString(), text);
  }

  static ConfigLayer parse(String name, String text) {
    ConfigFile file = new ConfigFile(name);
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
      if (root.isPresent() && !isNull(root.get())) {
        file.collect("", root.get());
      }
    } catch (YamlEngineException broken) {
      throw new ConfigurationException(
          "The configuration file %s is neither YAML nor JSON: %s"
              .formatted(name, broken.getMessage()),
          broken);
    }
    return new ConfigLayer(file.settings);
  }

  private void collect(String path, Node node) {
    if (node instanceof MappingNode mapping && (path.isEmpty() || !mapping.getValue().isEmpty())) {
      for (NodeTuple member : mapping.getValue()) {
        String key = ((ScalarNode) member.getKeyNode()).getValue();
        collect(path.isEmpty() ? key : path + "." + key, member.getValueNode());
      }
      return;
    }
    if (path.isEmpty()) {
      throw new ConfigurationException(
          "The configuration file %s must be a mapping of settings, such as 'namespace: app'."
              .formatted(name));
    }
    settings.add(new Setting(path, value(node), place(node)));
  }

  private String place(Node node) {
    return name + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private JsonValue value(Node node) {
    return switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> JsonNull.NULL;
      case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) ->
          JsonBoolean.of(Boolean.parseBoolean(scalar.getValue()));
      case ScalarNode scalar when scalar.getTag().equals(Tag.INT) && isJsonNumber(scalar) ->
          new JsonNumber(scalar.getValue());
      case ScalarNode scalar when scalar.getTag().equals(Tag.FLOAT) && isJsonNumber(scalar) ->
          new JsonNumber(scalar.getValue());
      case ScalarNode scalar -> new JsonString(scalar.getValue());
      case SequenceNode sequence ->
          new JsonArray(sequence.getValue().stream().map(this::value).toList());
      case MappingNode mapping -> {
        JsonObject.Builder object = JsonObject.builder();
        for (NodeTuple member : mapping.getValue()) {
          object.put(((ScalarNode) member.getKeyNode()).getValue(), value(member.getValueNode()));
        }
        yield object.build();
      }
      default ->
          throw new ConfigurationException(
              "The value at %s cannot be used as a setting.".formatted(place(node)));
    };
  }

  private static boolean isJsonNumber(ScalarNode scalar) {
    return scalar.getValue().matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  }
}
