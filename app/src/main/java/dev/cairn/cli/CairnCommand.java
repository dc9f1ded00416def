package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: options that every command takes, and the commands. */
@Command(
    name = "cairn",
    description = "Long-term memory for AI applications.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = {
      DemoCommand.class,
      FactsCommand.class,
      ForgetCommand.class,
      EraseCommand.class,
      OptimizeCommand.class,
      StatsCommand.class,
      TurnsCommand.class,
      NounsCommand.class,
      VerbsCommand.class,
      GraphCommand.class,
      SearchCommand.class,
      IndexCommand.class,
      ReembedCommand.class,
      BenchCommand.class,
      ContextCommand.class,
      TokensCommand.class,
      ChangesCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      MigrateCommand.class,
      VerifyCommand.class,
      WatchCommand.class,
      LocksCommand.class,
      InstancesCommand.class,
      FreezeCommand.class,
      ThawCommand.class,
      PolicyCommand.class,
      DoctorCommand.class,
      ConfigCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Data goes to standard output, everything else to standard error.",
      "Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 not found."
    })
final class CairnCommand implements Runnable {
  private static final Path DEFAULT_FILE = Path.of("cairn.yaml");

  final Console console;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings in YAML or JSON; cairn.yaml in this folder unless given.")
  @Nullable Path config;

  @Option(
      names = "--db",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Keep records in this SQLite file.")
  @Nullable Path db;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The namespace to work in.")
  @Nullable String namespace;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      scope = ScopeType.INHERIT,
      description = "Override one setting, such as optimization=on.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON for machines.")
  boolean json;

  CairnCommand(Console console) {
    this.console = console;
  }

  /** Without a command: the help. */
  @Override
  public void run() {
    CommandLine.usage(this, console.err());
  }

  /** The configuration that the options, the environment and the file give. */
  ConfigLoader.Loaded load() {
    Map<String, String> flags = new LinkedHashMap<>(settings);
    if (db != null) {
      flags.put("storage.type", "sqlite");
      flags.put("storage.config.file", db.toString());
    }
    if (namespace != null) {
      flags.put("namespace", namespace);
    }
    return ConfigLoader.load(file(), System.getenv(), flags);
  }

  private Optional<Path> file() {
    if (config != null) {
      return Optional.of(config);
    }
    return Files.exists(DEFAULT_FILE) ? Optional.of(DEFAULT_FILE) : Optional.empty();
  }

  Cairn open() {
    ConfigLoader.Loaded loaded = load();
    return Cairn.open(loaded.config(), loaded.decisions());
  }

  /** The script that teaches shells to complete commands. */
  @Command(name = "completion", description = "Print a completion script for bash and zsh.")
  int completion() {
    CommandLine root = new CommandLine(new CairnCommand(console));
    console.data(AutoComplete.bash("cairn", root));
    return 0;
  }
}
