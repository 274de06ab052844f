package io.formgate.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies point one way, and time, chance, files and processes stay at the edge. */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.formgate");

  /** Each module with the modules it may know. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.of(
          "expression", List.of(),
          "constraints", List.of("expression"),
          "datapath", List.of("expression"),
          "hwcost", List.of("expression", "datapath"),
          "search", List.of("expression", "datapath", "constraints", "hwcost"),
          "distill", List.of("expression", "datapath", "constraints", "hwcost", "search"),
          "codegen", List.of("expression", "datapath", "hwcost"),
          "sim", List.of("expression", "datapath", "hwcost", "codegen"),
          "report", List.of("expression"),
          "cli",
              List.of(
                  "expression",
                  "constraints",
                  "datapath",
                  "hwcost",
                  "search",
                  "distill",
                  "codegen",
                  "sim",
                  "report"));

  private static String packages(String module) {
    return "io.formgate." + module + "..";
  }

  static List<String> modules() {
    return MAY_KNOW.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void moduleKnowsOnlyThoseBelowIt(String module) {
    List<String> known = new ArrayList<>(List.of(packages(module)));
    MAY_KNOW.getOrDefault(module, List.of()).forEach(m -> known.add(packages(m)));
    classes()
        .that()
        .resideInAPackage(packages(module))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.formgate..")
                .or(resideInAnyPackage(known.toArray(String[]::new))))
        .check(CLASSES);
  }

  @Test
  void everyClassBelongsToAModuleAndModulesHaveNoCycle() {
    assertThat(CLASSES.stream().map(c -> c.getPackageName().split("\\.")[2]).distinct())
        .containsExactlyInAnyOrderElementsOf(modules());
    slices().matching("io.formgate.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlySimStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packages("sim"))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(CLASSES);
  }

  @Test
  void onlyCliAndSimReadTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("sim"), packages("cli"))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.time..")
        .check(CLASSES);
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CLASSES);
  }

  /**
   * Data files, halls of fame and texts are opened by name by one reader each; Chisel's files are
   * its own.
   */
  @Test
  void onlyTheEdgeTouchesFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("sim"), packages("cli"))
        .and()
        .doNotHaveFullyQualifiedName("io.formgate.expression.DatasetReader")
        .and()
        .doNotHaveFullyQualifiedName("io.formgate.expression.DataSource")
        .and()
        .doNotHaveFullyQualifiedName("io.formgate.expression.HallOfFameReader")
        .and()
        .doNotHaveFullyQualifiedName("io.formgate.expression.SourceText")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|File.*Stream|FileReader|FileWriter|RandomAccessFile)")
        .check(CLASSES);
  }

  @Test
  void chanceHasASeed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.Random|java\\.util\\.concurrent\\.ThreadLocalRandom"
                + "|java\\.security\\.SecureRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("sim"), packages("cli"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.SplittableRandom")
        .check(CLASSES);
    noClasses().should().callConstructor(java.util.SplittableRandom.class).check(CLASSES);
  }

  @Test
  void onlyTheCommandUsesTheStandardStreamsAndEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.formgate.cli.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  /** A rule that matched nothing would pass whatever the classes do. */
  @Test
  void rulesSeeTheClasses() {
    assertThat(CLASSES.contain("io.formgate.search.Island")).isTrue();
    assertThatThrownBy(() ->
            noClasses()
                .that()
                .resideInAPackage(packages("sim"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ToolRunner");
  }
}
