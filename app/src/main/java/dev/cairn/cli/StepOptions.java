package dev.cairn.cli;

import dev.cairn.graph.Direction;
import dev.cairn.graph.Steps;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which steps a walk may take. */
final class StepOptions {
  @Option(
      names = {"-d", "--direction"},
      paramLabel = "WAY",
      defaultValue = "both",
      description = "How verbs are followed: out, in or both; ${DEFAULT-VALUE} unless given.")
  private Direction direction;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "Only verbs of this type; may be repeated.")
  private Set<String> types = new LinkedHashSet<>();

  @Option(
      names = "--nouns",
      paramLabel = "FILTER",
      description = "Only over nouns that meet this, such as 'type = \"person\"'.")
  private @Nullable String nouns;

  @Option(
      names = "--verbs",
      paramLabel = "FILTER",
      description = "Only along verbs that meet this, such as 'since >= \"1984\"'.")
  private @Nullable String verbs;

  @Option(
      names = "--min-weight",
      paramLabel = "W",
      defaultValue = "0",
      description = "Only along verbs of this weight or more.")
  private double minWeight;

  Steps steps() {
    return new Steps(
        direction, types, ListOptions.filter(nouns), ListOptions.filter(verbs), minWeight);
  }
}
