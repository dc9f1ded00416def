package dev.cairn.cli;

import dev.cairn.backup.BackupException;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.graph.InvalidGraphException;
import dev.cairn.json.JsonException;
import dev.cairn.memory.ConflictException;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.memory.MemoryLimitException;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.live.MigrationException;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.store.StorageException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts the command line. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    // A command is over before SIMD would pay; 'cairn index status' tells which loops are used.
    System.setProperty("cairn.log.simd", "ERROR");
    LogManager.getLogManager().reset();
    System.exit(run(Console.ofProcess(), arguments));
  }

  /** Runs one command and gives its exit code: 0 done, 1 failed, 2 wrong use, 3 not found. */
  static int run(Console console, String... arguments) {
    CommandLine command = commandLine(console, Arrays.asList(arguments).contains("--json"));
    int code = command.execute(arguments);
    console.flush();
    return code;
  }

  private static CommandLine commandLine(Console console, boolean json) {
    CommandLine command = new CommandLine(new CairnCommand(console));
    command.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.registerConverter(Instant.class, Main::time);
    command.setExecutionExceptionHandler(
        (failure, which, parsed) -> failed(console, failure, json));
    command.setParameterExceptionHandler(
        (wrong, given) -> {
          console.fail(wrong.getMessage() + hint(wrong), json);
          return WRONG_USE;
        });
    return command;
  }

  /** A point in time, or the start of a day in UTC. */
  private static Instant time(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException notATime) {
      throw new CommandLine.TypeConversionException(
          "'%s' is not a time; give one such as 2026-03-01T12:00:00Z or 2026-03-01"
              .formatted(text));
    }
  }

  private static String hint(ParameterException wrong) {
    String near =
        wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()
            ? ". Did you mean '" + unmatched.getSuggestions().getFirst() + "'?"
            : ".";
    return near + " See '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'";
  }

  private static int failed(Console console, Exception failure, boolean json) throws Exception {
    if (failure.getCause() instanceof OutOfMemoryError) {
      console.fail(
          "There is not enough memory for this. What was saved before stays saved; give more, for example CAIRN_OPTS=-Xmx1g.",
          json);
      return FAILED;
    }
    if (!isExpected(failure)) {
      throw failure;
    }
    console.fail(String.valueOf(failure.getMessage()), json);
    return failure instanceof ConfigurationException ? WRONG_USE : FAILED;
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof ConfigurationException
        || failure instanceof StorageException
        || failure instanceof InvalidMemoryException
        || failure instanceof InvalidGraphException
        || failure instanceof MemoryLimitException
        || failure instanceof BackupException
        || failure instanceof ConflictException
        || failure instanceof JsonException
        || failure instanceof CorruptRecordException
        || failure instanceof UnknownFormatException
        || failure instanceof ImportException
        || failure instanceof MigrationException
        || failure instanceof CommandFailure
        || failure instanceof IllegalArgumentException;
  }
}
