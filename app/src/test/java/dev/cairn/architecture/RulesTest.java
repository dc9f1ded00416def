package dev.cairn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.architecture.bad.one.LeakyPort;
import dev.cairn.architecture.bad.two.Cyclic;
import java.util.Set;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A rule that cannot fail proves nothing: each one must find fault with classes made to break it.
 */
class RulesTest {
  private static final JavaClasses BAD =
      new ClassFileImporter().importClasses(LeakyPort.class, Cyclic.class);

  static final Set<Named<ArchRule>> ALL =
      Set.of(
          Named.of("cycles", Rules.packagesAreFreeOfCycles()),
          Named.of("only the JDK", Rules.onlyNeedTheJdk()),
          Named.of("signatures", Rules.keepThirdPartyTypesOutOfSignatures()),
          Named.of("public types", Rules.showOnlyProvidersAndConfigs()),
          Named.of("null-marked", Rules.liveInNullMarkedPackages()),
          Named.of(
              "forbidden packages", Rules.doNotDependOnPackages(Set.of("org.assertj.core.api"))));

  @ParameterizedTest
  @FieldSource("ALL")
  void findsFaultWithBadClasses(ArchRule rule) {
    assertThat(rule.evaluate(BAD).hasViolation()).isTrue();
  }
}
