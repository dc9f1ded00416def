package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that remove what is remembered, in this process. */
class ForgetAndEraseTest {
  private static final String SECRET = "watercolour painting 8231";

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void fill() {
    database = folder.resolve("test.db");
    run("facts", "save", "alice-77", "hobbies", "art", SECRET);
    run("facts", "save", "alice-77", "work", "job", "clerk");
    run("facts", "save", "bob", "hobbies", "art", "none");
  }

  private Outcome run(String... arguments) {
    return run(Optional.empty(), arguments);
  }

  private Outcome run(Optional<String> typed, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--db", database.toString()));
    return Outcome.of(typed, all);
  }

  private long facts() {
    JsonObject kinds = (JsonObject) run("stats", "--json").json().find("kinds").orElseThrow();
    JsonObject facts = (JsonObject) kinds.find("fact").orElseThrow();
    return Long.parseLong(number(facts, "records"));
  }

  private static String number(JsonObject json, String name) {
    return ((JsonNumber) json.find(name).orElseThrow()).text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"forget", "erase"})
  void withoutConsentNothingIsChanged(String command) {
    Outcome unasked = run(command, "--user", "alice-77");
    assertThat(unasked.code()).isEqualTo(1);
    assertThat(unasked.err()).contains("no terminal", "--yes", "--dry-run");

    Outcome refused = run(Optional.of("y\n"), command, "--user", "alice-77");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("alice-77", "not 'yes'");
    assertThat(run(Optional.of(""), command, "--user", "alice-77").code()).isEqualTo(1);

    Outcome dry = run(command, "--user", "alice-77", "--dry-run", "--json");
    assertThat(dry.code()).isZero();
    assertThat(number(dry.json(), "records")).isEqualTo("2");
    assertThat(facts()).isEqualTo(3);
    assertThat(run(command, "--yes").code()).as("no user").isEqualTo(2);
    assertThat(run(command, "--user", "", "--yes").code()).as("empty user").isEqualTo(1);
    assertThat(facts()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"forget", "erase"})
  void consentIsTypedOrGivenByOption(String command) {
    Outcome asked = run(Optional.of("Yes\n"), command, "--user", "alice-77");
    assertThat(asked.code()).as(asked.err()).isZero();
    assertThat(asked.out()).contains("fact");
    assertThat(facts()).isEqualTo(1);

    Outcome again = run(command, "--user", "bob", "--yes", "--json");
    assertThat(again.code()).isZero();
    assertThat(number(again.json(), "records")).isEqualTo("1");
  }

  @Test
  void oneCategoryIsForgotten() {
    Outcome forgotten =
        run("forget", "--user", "alice-77", "--category", "hobbies", "--yes", "--json");

    assertThat(number(forgotten.json(), "records")).isEqualTo("1");
    assertThat(run("facts", "get", "alice-77", "work", "job").code()).isZero();
    assertThat(run("facts", "get", "alice-77", "hobbies", "art").code()).isEqualTo(3);
  }

  @Test
  void erasureLeavesNothingInTheFileAndWritesAReceipt() throws Exception {
    Path receipt = folder.resolve("receipt.json");
    assertThat(Files.readString(database, StandardCharsets.ISO_8859_1)).contains(SECRET);

    Outcome erased = run("erase", "--user", "alice-77", "--yes", "--receipt", receipt.toString());

    assertThat(erased.code()).as(erased.err()).isZero();
    assertThat(Files.readString(database, StandardCharsets.ISO_8859_1))
        .doesNotContain(SECRET, "alice-77", "clerk");
    assertThat(erased.out()).contains("SHA-256", "Backups").doesNotContain("alice-77");
    JsonObject written = (JsonObject) JsonValue.parse(Files.readString(receipt));
    assertThat(number(written, "records")).isEqualTo("2");
    assertThat(number(written, "logEntries")).isEqualTo("2");
    assertThat(written.toString()).doesNotContain("alice-77").contains("\"dryRun\":false");

    Outcome again = run("erase", "--user", "bob", "--yes", "--receipt", receipt.toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("there already");
    assertThat(facts()).isEqualTo(1);
  }
}
