package dev.overwinter.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(packages = "dev.overwinter", importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {
  private static final String[] DOMAIN = {
    "dev.overwinter.servers",
    "dev.overwinter.catalogue",
    "dev.overwinter.nodes",
    "dev.overwinter.backups",
    "dev.overwinter.billing",
    "dev.overwinter.sessions",
    "dev.overwinter.universe",
    "dev.overwinter.universe.planet",
    "dev.overwinter.universe.research",
    "dev.overwinter.universe.shipyard",
    "dev.overwinter.universe.fleet",
    "dev.overwinter.universe.market",
    "dev.overwinter.universe.score",
    "dev.overwinter.universe.ruleset",
    "dev.overwinter.rooms",
    "dev.overwinter.rooms.game",
    "dev.overwinter.schedules",
    "dev.overwinter.notices"
  };

  /// The universe but for the reader of its data files, which only opens what is in the jar.
  private static final String[] UNIVERSE = {
    "dev.overwinter.universe",
    "dev.overwinter.universe.planet",
    "dev.overwinter.universe.research",
    "dev.overwinter.universe.shipyard",
    "dev.overwinter.universe.fleet",
    "dev.overwinter.universe.market",
    "dev.overwinter.universe.score",
    "dev.overwinter.universe.ruleset"
  };

  /// What a replay cannot repeat: clocks, chance, threads, the outside.
  private static final Set<String> UNREPEATABLE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.time.Instant.now",
          "java.time.Clock.systemUTC",
          "java.time.LocalDateTime.now",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random",
          "java.lang.Thread.sleep");

  @ArchTest
  static final ArchRule domainIsPlainJava =
      classes()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.jspecify..",
                  "com.fasterxml.jackson.annotation..",
                  "dev.overwinter.servers",
                  "dev.overwinter.catalogue",
                  "dev.overwinter.nodes",
                  "dev.overwinter.backups",
                  "dev.overwinter.billing",
                  "dev.overwinter.sessions",
                  "dev.overwinter.universe",
                  "dev.overwinter.universe.planet",
                  "dev.overwinter.universe.research",
                  "dev.overwinter.universe.shipyard",
                  "dev.overwinter.universe.fleet",
                  "dev.overwinter.universe.market",
                  "dev.overwinter.universe.score",
                  "dev.overwinter.universe.ruleset",
                  "dev.overwinter.rooms",
                  "dev.overwinter.rooms.game",
                  "dev.overwinter.schedules",
                  "dev.overwinter.notices"));

  @ArchTest
  static final ArchRule billingKnowsNoOtherDomain =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.billing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.sessions..",
              "dev.overwinter.nodes..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.backups..");

  @ArchTest
  static final ArchRule sessionsKnowNeitherServersNorNodes =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.sessions..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.overwinter.servers..", "dev.overwinter.nodes..");

  @ArchTest
  static final ArchRule nobodyKnowsSessions =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.nodes..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.backups..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.overwinter.sessions..");

  @ArchTest
  static final ArchRule domainsStandAlone =
      noClasses()
          .that()
          .resideInAnyPackage("dev.overwinter.catalogue..", "dev.overwinter.backups..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.overwinter.servers..", "dev.overwinter.nodes..");

  @ArchTest
  static final ArchRule theUniverseStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.universe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.sessions..",
              "dev.overwinter.nodes..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.billing..",
              "dev.overwinter.backups..");

  @ArchTest
  static final ArchRule roomsStandAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.rooms..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.sessions..",
              "dev.overwinter.nodes..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.billing..",
              "dev.overwinter.backups..",
              "dev.overwinter.universe..");

  /// What a step asks of a server is known where the order is sent.
  @ArchTest
  static final ArchRule schedulesStandAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.schedules..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.sessions..",
              "dev.overwinter.nodes..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.billing..",
              "dev.overwinter.backups..",
              "dev.overwinter.universe..");

  @ArchTest
  static final ArchRule noticesKnowNoOtherDomain =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.notices..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.sessions..",
              "dev.overwinter.nodes..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.billing..",
              "dev.overwinter.backups..",
              "dev.overwinter.universe..",
              "dev.overwinter.rooms..");

  @ArchTest
  static final ArchRule nobodyKnowsRooms =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter..")
          .and()
          .resideOutsideOfPackage("dev.overwinter.rooms..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.overwinter.rooms..");

  /// Chance is no exception: what a room draws comes from an activity.
  @ArchTest
  static final ArchRule roomsReplay =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.rooms..")
          .should()
          .accessTargetWhere(unrepeatable())
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.util.concurrent..",
                      "java.io..",
                      "java.net..",
                      "java.nio.file..",
                      "java.nio.channels..")
                  .or(named("java.lang.Thread"))
                  .or(named("java.util.Random"))
                  .or(named("java.security.SecureRandom"))
                  .or(named("java.util.HashMap"))
                  .or(named("java.util.HashSet")));

  @ArchTest
  static final ArchRule universeReplays =
      noClasses()
          .that()
          .resideInAnyPackage(UNIVERSE)
          .should()
          .accessTargetWhere(unrepeatable())
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("java.util.concurrent..", "java.io..", "java.net..", "java.nio..")
                  .or(named("java.lang.Thread"))
                  .or(named("java.util.Random"))
                  .or(named("java.util.HashMap"))
                  .or(named("java.util.HashSet")));

  /// Also no chance but what was drawn outside and recorded. `Math` may give another last digit on
  /// another JVM; `StrictMath` may not.
  @ArchTest
  static final ArchRule universeComputesTheSameEverywhere =
      noClasses()
          .that()
          .resideInAPackage("dev.overwinter.universe..")
          .should()
          .callMethod(Math.class, "pow", double.class, double.class)
          .orShould()
          .callMethod(Math.class, "exp", double.class);

  @ArchTest
  static final ArchRule workflowCodeReplays =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.catalogue..",
              "dev.overwinter.nodes..",
              "dev.overwinter.backups..",
              "dev.overwinter.billing..",
              "dev.overwinter.notices..",
              "dev.overwinter.sessions..",
              "dev.overwinter.schedules..")
          .should()
          .accessTargetWhere(unrepeatable())
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("java.util.concurrent..", "java.io..", "java.net..", "java.nio..")
                  .or(named("java.lang.Thread"))
                  .or(named("java.util.Random")));

  @ArchTest
  static final ArchRule orderIsPartOfTheMeaning =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.overwinter.servers..",
              "dev.overwinter.nodes..",
              "dev.overwinter.billing..",
              "dev.overwinter.notices..",
              "dev.overwinter.sessions..",
              "dev.overwinter.schedules..")
          .should()
          .dependOnClassesThat(named("java.util.HashMap").or(named("java.util.HashSet")));

  private static DescribedPredicate<JavaAccess<?>> unrepeatable() {
    return describe(
        "what a replay cannot repeat",
        access -> {
          AccessTarget target = access.getTarget();
          return UNREPEATABLE.contains(target.getOwner().getName() + "." + target.getName());
        });
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> named(String name) {
    return describe(name, type -> type.getName().equals(name));
  }
}
