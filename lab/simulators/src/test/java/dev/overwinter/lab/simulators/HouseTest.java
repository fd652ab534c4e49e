package dev.overwinter.lab.simulators;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// simulators → nothing of ours: a simulator that shared code with what it tests would share its
/// mistakes.
@AnalyzeClasses(
    packages = "dev.overwinter.lab.simulators",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseTest {

  @ArchTest
  static final ArchRule simulatorsKnowNothingOfOurs =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.overwinter..")
                  .and(not(resideInAPackage("dev.overwinter.lab.simulators.."))));

  @ArchTest
  static final ArchRule theCloudKnowsNoWire =
      noClasses()
          .that()
          .resideInAPackage("..simulators.cloud..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..", "java.net..", "java.sql..");

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("dev.overwinter.lab.simulators.(*)..").should().beFreeOfCycles();
}
