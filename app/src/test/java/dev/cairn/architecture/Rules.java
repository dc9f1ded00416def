package dev.cairn.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What Maven's dependencies cannot say about the structure, as rules to apply to classes. */
final class Rules {
  /** Public types of adapters and plugins that an SPI makes necessary, each with its reason. */
  private static final Set<String> PUBLIC_BY_NECESSITY =
      // The SPI is the interface KeyMappingsProvider; a table is named for what it holds.
      Set.of("dev.cairn.example.CrmKeyMappings");

  private Rules() {}

  static ArchRule packagesAreFreeOfCycles() {
    return slices().matching("dev.(**)").should().beFreeOfCycles();
  }

  static ArchRule onlyNeedTheJdk() {
    return classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.annotations", "dev.cairn..");
  }

  static ArchRule keepThirdPartyTypesOutOfSignatures() {
    return classes()
        .that(describe("others can see", Rules::isVisible))
        .should(
            new ArchCondition<JavaClass>("show only types of the JDK and of the project") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                shownTypes(type)
                    .filter(shown -> !isOurs(shown))
                    .forEach(
                        shown ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    type, type.getName() + " shows " + shown.getName())));
              }
            });
  }

  static ArchRule showOnlyProvidersAndConfigs() {
    return classes()
        .that(describe("others can see", Rules::isVisible))
        .and(describe("are not nested", (JavaClass type) -> type.getEnclosingClass().isEmpty()))
        .and(
            describe(
                "are not needed by an SPI", type -> !PUBLIC_BY_NECESSITY.contains(type.getName())))
        .should()
        .haveSimpleNameEndingWith("Provider")
        .orShould()
        .haveSimpleNameEndingWith("Config");
  }

  static ArchRule liveInNullMarkedPackages() {
    return classes()
        .should(
            have(
                describe(
                    "a @NullMarked package",
                    (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));
  }

  static ArchRule doNotDependOnPackages(Set<String> packages) {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages.toArray(String[]::new));
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Rules::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> shownTypes(JavaClass type) {
    Stream<JavaType> above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> members =
        type.getMembers().stream().filter(Rules::isVisible).flatMap(Rules::shownTypes);
    Stream<JavaType> bounds =
        type.getTypeParameters().stream().flatMap(parameter -> parameter.getUpperBounds().stream());
    return Stream.of(above, members, bounds)
        .flatMap(types -> types)
        .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
        .distinct();
  }

  private static Stream<JavaType> shownTypes(JavaMember member) {
    return switch (member) {
      case JavaField field -> Stream.of(field.getType());
      case JavaCodeUnit code ->
          Stream.of(
                  Stream.of(code.getReturnType()),
                  code.getParameterTypes().stream(),
                  code.getExceptionTypes().stream())
              .flatMap(types -> types);
      default -> throw new IllegalStateException("Neither field nor code: " + member);
    };
  }

  private static boolean isOurs(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return base.isPrimitive()
        || base.getPackageName().startsWith("java.")
        || base.getPackageName().startsWith("dev.cairn");
  }
}
