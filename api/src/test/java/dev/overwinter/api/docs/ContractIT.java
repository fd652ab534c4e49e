package dev.overwinter.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The API does what `/openapi.json` says, whatever it is sent: schemathesis asks as an admin, as a
/// player and as nobody, and finds no 5xx and no status, type or schema that is not documented. On
/// a platform of its own, since it deletes servers, resets accounts and replaces keys.
@Tag("S-10")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ContractIT {
  // Whoever may do little is refused before much is looked at: one good request of each kind.
  private static final String[] ONCE = {"--phases=fuzzing", "--max-examples=1", "--mode=positive"};

  private static Platform platform;
  private static Schemathesis admin;
  private static Schemathesis player;
  private static Schemathesis nobody;

  @TempDir private Path directory = Path.of(".");

  @BeforeAll
  static void start() {
    platform = Platform.start(0);
    // Everybody logs in before made-up passwords make this address wait.
    var cast = new Cast(platform);
    admin = cast.everybody();
    player = cast.player();
    nobody = cast.nobody();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  @Order(1)
  void answersAdminsAndProgramsOfTheHouseAsDocumented() throws IOException, InterruptedException {
    admin.findsNothing(directory, "--phases=examples,coverage,fuzzing", "--max-examples=3");
    // It got further than to refusals.
    var asked = platform.admin();
    assertThat(asked.get("/api/billing/ledger?account=resident").body()).contains("GRANT");
    assertThat(asked.get("/api/nodes/shed").text("state")).isEqualTo("RETIRED");
  }

  @Test
  @Order(2)
  void answersPlayersAsDocumented() throws IOException, InterruptedException {
    player.findsNothing(directory, ONCE);
  }

  /// Last: an admin replaces the keys that everybody's tokens are signed with.
  @Test
  @Order(3)
  void answersNobodyAsDocumented() throws IOException, InterruptedException {
    nobody.findsNothing(directory, ONCE);
  }

  @Test
  void everyOperationSaysWhatMayBefallAnyRequest() {
    var open = new ArrayList<String>();
    platform
        .stranger()
        .get("/openapi.json")
        .json()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  var answers = operation.getValue().path("responses");
                  var name = operation.getKey() + " " + path.getKey();
                  assertThat(answers.has("400") && answers.has("503")).as(name).isTrue();
                  assertThat(answers.has("default")).as(name + " leaves nothing open").isFalse();
                  if (!answers.has("401")) {
                    open.add(name);
                  }
                }));
    assertThat(open).containsExactly("post /api/nodes/join");
  }

  @Test
  void recordsOfTheSameNameAreDescribedEachByItself() {
    assertThat(fields("ServerChange")).contains("idle_minutes", "motd");
    assertThat(fields("NodeChange")).contains("region", "memory_percent");
    assertThat(fields("UsersChange")).contains("role").doesNotContain("motd", "region");
    assertThat(fields("SharingChange")).containsExactly("permissions");
    assertThat(fields("LoginMe")).contains("is_admin");
    assertThat(fields("RegisterMe")).contains("needs_start_choice");
  }

  @Test
  void whatMayBeNullIsSaidToBe() {
    var server = schema("ServerJson").path("properties");
    assertThat(words(server.path("public_port").path("type"))).contains("null", "integer");
    assertThat(server.path("players").path("anyOf")).hasSize(2);
    assertThat(server.path("id").path("type").asText()).isEqualTo("string");
  }

  private static List<String> fields(String schema) {
    var all = new ArrayList<String>();
    schema(schema).path("properties").fieldNames().forEachRemaining(all::add);
    return all;
  }

  private static JsonNode schema(String name) {
    return platform
        .stranger()
        .get("/openapi.json")
        .json()
        .path("components")
        .path("schemas")
        .path(name);
  }

  private static List<String> words(JsonNode array) {
    var all = new ArrayList<String>();
    array.forEach(word -> all.add(word.asText()));
    return all;
  }
}
