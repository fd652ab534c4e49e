package dev.overwinter.lab.acceptance.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(locations = MainClasses.class)
final class HouseMapTest {

  /// The pure part of a domain: no technology at all.
  private static final String[] DOMAINS = {"dev.overwinter.servers", "dev.overwinter.catalogue"};

  /// Has what nobody may see.
  private static final String CARD = "dev.overwinter.rooms.game.Top10Table$Card";

  @ArchTest
  static final ArchRule theApiKnowsNoActivities =
      noClasses()
          .that(from("api"))
          .should()
          .dependOnClassesThat(from("activities").or(from("worker")).or(from("proxy")));

  @ArchTest
  static final ArchRule theProxyKnowsOnlyTheContract =
      noClasses()
          .that(from("proxy"))
          .should()
          .dependOnClassesThat(from("activities").or(from("worker")).or(from("api")));

  @ArchTest
  static final ArchRule activitiesKnowNoProcess =
      noClasses()
          .that(from("activities"))
          .should()
          .dependOnClassesThat(from("worker").or(from("api")).or(from("proxy")));

  /// Worker and api have it both: it knows neither them nor how the rest is done.
  @ArchTest
  static final ArchRule theStoreKnowsOnlyTheContract =
      noClasses()
          .that(from("store"))
          .should()
          .dependOnClassesThat(
              from("activities").or(from("worker")).or(from("api")).or(from("proxy")));

  @ArchTest
  static final ArchRule technologyStaysAtItsEdge =
      noClasses()
          .that(from("workflows"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework..",
                  "jakarta.persistence..",
                  "com.github.dockerjava..",
                  "io.netty..",
                  "java.sql.."));

  @ArchTest
  static final ArchRule dockerIsSpokenInOnePlace =
      classes()
          .that(dependOn("com.github.dockerjava"))
          .should()
          .resideInAnyPackage("dev.overwinter..docker..", "dev.overwinter.worker..");

  @ArchTest
  static final ArchRule nettyIsSpokenInTheProxyOnly =
      noClasses()
          .that(from("api").or(from("worker")).or(from("activities")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.netty.."));

  @ArchTest
  static final ArchRule handlersNeverBlock =
      noClasses()
          .that()
          .areAssignableTo("io.netty.channel.ChannelHandler")
          .should()
          .callMethodWhere(blocks());

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("dev.overwinter.(proxy.*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule domainsHaveNoStaticState =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(DOMAINS)
          .should()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

  /// What a room hides leaves its rules as a view, which is made for somebody.
  @ArchTest
  static final ArchRule nobodyLooksBelowACard =
      noClasses()
          .that(from("api").or(from("worker")).or(from("activities")).or(from("proxy")))
          .should()
          .callMethodWhere(
              describe(
                  "looks below a card",
                  call ->
                      call.getTargetOwner().getName().equals(CARD)
                          && call.getName().equals("value")));

  private static DescribedPredicate<JavaClass> from(String module) {
    return describe(
        "from module " + module,
        type ->
            type.getSource()
                .map(source -> source.getUri().toString())
                .filter(uri -> uri.contains("/" + module + "/target/classes/"))
                .isPresent());
  }

  private static DescribedPredicate<JavaClass> dependOn(String prefix) {
    return describe(
        "depend on " + prefix,
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .anyMatch(d -> d.getTargetClass().getPackageName().startsWith(prefix)));
  }

  private static final Set<String> BLOCKING =
      Set.of(
          "java.lang.Thread.sleep",
          "java.lang.Object.wait",
          "java.util.concurrent.Future.get",
          "java.util.concurrent.CompletableFuture.get",
          "java.util.concurrent.CompletableFuture.join",
          "java.util.concurrent.CountDownLatch.await",
          "io.netty.util.concurrent.Future.sync",
          "io.netty.util.concurrent.Future.await",
          "io.netty.channel.ChannelFuture.sync",
          "io.netty.channel.ChannelFuture.await");

  private static DescribedPredicate<JavaMethodCall> blocks() {
    return describe(
        "blocks",
        call -> BLOCKING.contains(call.getTargetOwner().getName() + "." + call.getName()));
  }
}
