package dev.cairn.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a built app and with Javas that are stand-ins: they print what they get. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The launcher is a POSIX shell script")
class LauncherTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private Path launcher;
  private Path built;

  record Run(int exitCode, String errors, List<String> lines) {
    String java() {
      return lines.getFirst();
    }
  }

  @BeforeEach
  void buildApp() throws IOException {
    launcher = Files.createDirectories(folder.resolve("an app/bin")).resolve("cairn");
    Files.copy(Path.of("bin/cairn"), launcher);
    built = Files.createDirectories(folder.resolve("an app/target"));
    Files.createDirectory(built.resolve("lib"));
    Files.writeString(built.resolve("classpath"), "lib/a.jar:lib/b.jar");
    touch("cairn-app.jar", BUILT);
    touch("lib/a.jar", BUILT);
    touch("lib/b.jar", BUILT);
    environment.put("HOME", folder.toString());
    environment.put("PATH", "/usr/bin:/bin");
  }

  @Test
  void prefersCairnJavaHome() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "26.0.1").toString());
    environment.put("JAVA_HOME", java("other", "25").toString());

    assertThat(run().java()).isEqualTo("mine");
  }

  @Test
  void passesOverJavasThatAreTooOld() throws Exception {
    environment.put("JAVA_HOME", java("old", "1.8.0_402").toString());
    environment.put("PATH", java("on-path", "25.0.3").resolve("bin") + ":/usr/bin:/bin");

    assertThat(run().java()).isEqualTo("on-path");
  }

  @Test
  void refusesToReplaceTheJavaThatWasAskedFor() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("old", "21.0.2").toString());
    environment.put("JAVA_HOME", java("good", "25").toString());

    Run run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("is Java 21, but 25 or newer is needed");
  }

  @Test
  void handsArgumentsOnAsTheyAre() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());

    assertThat(run("two words", "", "*").lines())
        .endsWith("dev.cairn.cli.Main", "two words", "", "*");
  }

  @Test
  void measuresWithSimdAndWithoutTheArchive() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());
    touch("cairn.aot", BUILT.plusSeconds(1));
    String simd = "--add-modules=jdk.incubator.vector";
    String archive = "-XX:AOTCache=" + built.resolve("cairn.aot");

    assertThat(run("bench", "search").lines()).contains(simd).doesNotContain(archive);
    assertThat(run("search").lines()).contains(archive).doesNotContain(simd);
  }

  @Test
  void asksForUtf8WhereTheLocaleHasNone() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());
    environment.put("LANG", "C");

    assertThat(run().lines()).contains("LC_ALL=C.UTF-8");
  }

  @Test
  void keepsALocaleThatHasUtf8() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());
    environment.put("LANG", "de_DE.UTF-8");

    assertThat(run().lines()).contains("LC_ALL=");
  }

  @Test
  void listsEveryJar() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());

    assertThat(run().lines())
        .contains("%1$s/cairn-app.jar:%1$s/lib/a.jar:%1$s/lib/b.jar".formatted(built));
  }

  @Test
  void letsCairnOptsWin() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());
    environment.put("CAIRN_OPTS", "-Xmx1g -XX:+UseZGC");

    assertThat(run().lines())
        .containsSubsequence("-Xmx160m", "-Xmx1g", "-XX:+UseZGC", "dev.cairn.cli.Main")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void usesTheStartArchive() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());
    touch("cairn.aot", BUILT.plusSeconds(1));

    assertThat(run().lines()).contains("-XX:AOTCache=" + built.resolve("cairn.aot"));
  }

  @Test
  void leavesAStartArchiveAsideThatIsOlderThanAJar() throws Exception {
    environment.put("CAIRN_JAVA_HOME", java("mine", "25").toString());
    touch("cairn.aot", BUILT.plusSeconds(1));
    touch("lib/a.jar", BUILT.plusSeconds(2));

    assertThat(run().lines()).noneMatch(line -> line.startsWith("-XX:AOT"));
  }

  @Test
  void saysHowToBuildWhatIsNotBuilt() throws Exception {
    Files.delete(built.resolve("classpath"));

    Run run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("not built").contains("mvn package");
  }

  private Path java(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        program, "#!/bin/sh\nprintf '%s\\n' " + name + " \"LC_ALL=${LC_ALL:-}\" \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private void touch(String name, Instant when) throws IOException {
    Path file = built.resolve(name);
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
    Files.setLastModifiedTime(file, FileTime.from(when));
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    int exitCode = process.waitFor();
    return new Run(
        exitCode,
        Files.readString(errors, UTF_8),
        Files.readString(output, UTF_8).lines().toList());
  }
}
