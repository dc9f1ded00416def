package dev.cairn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The structure that Maven's dependencies cannot check. */
class ArchitectureTest {

  @ParameterizedTest
  @EnumSource
  void rulesSeeTheClassesOf(Module module) {
    assertThat(module.classes().size()).isGreaterThanOrEqualTo(module.leastClasses);
  }

  @Test
  void noPackagesDependOnEachOtherInACycle() {
    Rules.packagesAreFreeOfCycles().check(Module.classesOf(EnumSet.allOf(Module.class)));
  }

  @Test
  void coreNeedsTheJdkAlone() {
    Rules.onlyNeedTheJdk().check(Module.CORE.classes());
  }

  @Test
  void portsAndSpisShowNoThirdPartyTypes() {
    Rules.keepThirdPartyTypesOutOfSignatures()
        .check(Module.classesOf(Set.of(Module.CORE, Module.OPTIMIZATION)));
  }

  @Test
  void adaptersAndPluginsShowOnlyProvidersAndConfigs() {
    Rules.showOnlyProvidersAndConfigs().check(Module.classesOf(Module.ADAPTERS_AND_PLUGINS));
  }

  @ParameterizedTest
  @EnumSource
  void packagesAreNullMarkedIn(Module module) {
    Rules.liveInNullMarkedPackages().check(module.classes());
  }

  @Test
  void appImportsNoAdapterOrPlugin() {
    Set<String> replaceable = packagesOf(Module.ADAPTERS_AND_PLUGINS);

    Rules.doNotDependOnPackages(replaceable).check(Module.APP.classes());
  }

  @ParameterizedTest
  @FieldSource("dev.cairn.architecture.Module#ADAPTERS_AND_PLUGINS")
  void adaptersAndPluginsSeeNeitherEachOtherNorGuice(Module module) {
    Set<Module> others = EnumSet.copyOf(Module.ADAPTERS_AND_PLUGINS);
    others.remove(module);
    Set<String> forbidden = packagesOf(others);
    forbidden.add("com.google.inject..");

    Rules.doNotDependOnPackages(forbidden).check(module.classes());
  }

  @ParameterizedTest
  @EnumSource
  void serviceFilesNameWorkingClassesOf(Module module) throws ReflectiveOperationException {
    for (Map.Entry<String, List<String>> service : module.services().entrySet()) {
      Class<?> port = Class.forName(service.getKey());
      for (String name : service.getValue()) {
        assertThat(Class.forName(name).getConstructor().newInstance()).isInstanceOf(port);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyProviderIsNamedInAServiceFileOf(Module module) {
    Set<String> named =
        module.services().values().stream().flatMap(List::stream).collect(Collectors.toSet());

    assertThat(module.classes().stream().filter(ArchitectureTest::isProvider))
        .extracting(JavaClass::getName)
        .allSatisfy(name -> assertThat(named).contains(name));
  }

  private static boolean isProvider(JavaClass type) {
    return type.getSimpleName().endsWith("Provider")
        && !type.isInterface()
        && !type.getModifiers().contains(JavaModifier.ABSTRACT)
        && type.getEnclosingClass().isEmpty();
  }

  private static Set<String> packagesOf(Set<Module> modules) {
    return modules.stream().flatMap(m -> m.packages().stream()).collect(Collectors.toSet());
  }
}
