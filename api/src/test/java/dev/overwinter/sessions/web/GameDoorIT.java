package dev.overwinter.sessions.web;

import static dev.overwinter.sessions.web.OlderStage.HEARTBEAT;
import static dev.overwinter.sessions.web.OlderStage.SHARED;
import static dev.overwinter.sessions.web.OlderStage.address;
import static dev.overwinter.sessions.web.OlderStage.atOnce;
import static dev.overwinter.sessions.web.OlderStage.body;
import static dev.overwinter.sessions.web.OlderStage.clients;
import static dev.overwinter.sessions.web.OlderStage.now;
import static dev.overwinter.sessions.web.OlderStage.signed;
import static dev.overwinter.sessions.web.OlderStage.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Heartbeats, and games that end themselves, over HTTP on real PostgreSQL; workflows are
/// pretended.
final class GameDoorIT {
  private static final OlderStage STAGE = OlderStage.shared();

  @BeforeAll
  static void open() {
    STAGE.open();
  }

  @AfterAll
  static void close() {
    STAGE.closed();
  }

  @AfterEach
  void calm() {
    STAGE.sessions.calm();
  }

  @Test
  void aGameIsHeardUnderBothSpellingsOfItsHeaders() {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "STARTING", ip, "admin");
    assertThat(STAGE.heartbeat(secret, body(ip, 3), now() - 1).body())
        .isEqualTo("{\"message\":\"Heartbeat updated successfully.\"}");
    var spelled = signed(STAGE.stranger(), secret, HEARTBEAT, "", body(ip, 4), now(), "_");
    assertThat(spelled.post(HEARTBEAT, body(ip, 4)).status()).isEqualTo(200);
    assertThat(clients(unit)).contains(4);
  }

  @Test
  @Tag("SES-20")
  void aGameSignsForItselfAlone() {
    var ip = address();
    var mine = STAGE.sessions.session(unit(), "READY", address(), "admin");
    var other = unit();
    var own = STAGE.sessions.session(other, "READY", ip, "admin");
    assertThat(STAGE.heartbeat(mine, body(ip, 0), now()).status()).isEqualTo(401);
    assertThat(STAGE.end(mine, ip).status()).isEqualTo(401);
    assertThat(STAGE.heartbeat(SHARED, body(ip, 0), now()).status())
        .as("what machines share is for machines")
        .isEqualTo(401);
    assertThat(clients(other)).isEmpty();
    assertThat(STAGE.heartbeat(own, body(ip, 0), now()).status()).isEqualTo(200);
  }

  @Test
  @Tag("SES-19")
  void whatComesTwiceOrLateChangesNothing() {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "READY", ip, "admin");
    long at = now();
    assertThat(STAGE.heartbeat(secret, body(ip, 0), at - 5).status()).isEqualTo(200);
    assertThat(STAGE.heartbeat(secret, body(ip, 2), at).status()).isEqualTo(200);
    assertThat(STAGE.heartbeat(secret, body(ip, 0), at - 5).status()).isEqualTo(200);
    assertThat(STAGE.heartbeat(secret, body(ip, 1), at - 1).status()).isEqualTo(200);
    assertThat(clients(unit)).as("replayed and late ones").contains(2);
    assertThat(STAGE.heartbeat(secret, body(ip, 5), at).status()).isEqualTo(200);
    assertThat(STAGE.heartbeat(secret, body(ip, 2), at).status()).isEqualTo(200);
    assertThat(clients(unit)).as("two in one second, the first one again").contains(5);
  }

  @Test
  void theWorkflowHearsOnlyWhatIsNews() {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "STARTING", ip, "admin");
    long at = now() - 10;
    for (int clients : new int[] {0, 0, 1, 2, 0}) {
      assertThat(STAGE.heartbeat(secret, body(ip, clients), at++).status()).isEqualTo(200);
    }
    assertThat(STAGE.sessions.told.stream().filter(fact -> fact.unit().equals(unit)))
        .extracting(fact -> fact.number() + ":" + fact.clients())
        .containsExactly("1:0", "3:1", "5:0");
  }

  @Test
  void aHeartbeatThatComesWhileTheDropletIsBeingMadeIsKept() {
    var unit = unit();
    var secret = STAGE.sessions.session(unit, "CREATING", "", "admin");
    var body =
        "{\"droplet_ip\":\"%s\",\"connected_clients\":0,\"session\":\"%s\"}"
            .formatted(address(), unit.text());
    assertThat(STAGE.heartbeat(secret, body, now()).status()).isEqualTo(200);
    assertThat(clients(unit)).contains(0);
    assertThat(STAGE.sessions.told).anyMatch(fact -> fact.unit().equals(unit));
  }

  @Test
  @Tag("SES-13")
  @Tag("SES-14")
  void endsOnceHoweverOftenItIsAskedAndStaysOver() throws Exception {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "READY", ip, "admin");
    var answers = atOnce(8, () -> STAGE.end(secret, ip));
    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(answer.body())
                .isEqualTo(
                    "{\"message\":\"Game session ended and DigitalOcean droplet deleted.\"}"));
    assertThat(STAGE.sessions.ended.stream().filter(unit.session().tag().text()::equals))
        .hasSize(1);
    assertThat(STAGE.end(secret, ip).status()).as("and later").isEqualTo(200);
    assertThat(STAGE.heartbeat(secret, body(ip, 0), now()).status()).as("late").isEqualTo(404);
    assertThat(clients(unit)).isEmpty();
  }

  @Test
  @Tag("SES-16")
  void anAddressThatIsGivenAgainLeadsToTheNewSession() {
    var ip = address();
    var first = unit();
    var before = STAGE.sessions.session(first, "READY", ip, "admin");
    assertThat(STAGE.end(before, ip).status()).isEqualTo(200);
    var second = unit();
    var after = STAGE.sessions.session(second, "READY", ip, "admin");
    assertThat(STAGE.heartbeat(before, body(ip, 1), now()).status()).isEqualTo(404);
    assertThat(STAGE.heartbeat(after, body(ip, 1), now()).status()).isEqualTo(200);
    assertThat(clients(second)).contains(1);
    assertThat(clients(first)).isEmpty();
  }

  @Test
  @Tag("SES-10")
  @Tag("SES-16")
  void anEndThatIsAskedAgainIsAnsweredAlsoWhenOthersHaveHadTheAddressSince() {
    var ip = address();
    var secrets = new ArrayList<String>();
    for (int tenant = 0; tenant < 3; tenant++) {
      var unit = unit();
      secrets.add(STAGE.sessions.session(unit, "READY", ip, "admin"));
      assertThat(STAGE.end(secrets.getLast(), ip).status()).isEqualTo(200);
    }
    var living = unit();
    STAGE.sessions.session(living, "READY", ip, "admin");
    for (var secret : secrets) {
      assertThat(STAGE.end(secret, ip).status()).isEqualTo(200);
    }
    assertThat(STAGE.sessions.ended).doesNotContain(living.session().tag().text());
    assertThat(STAGE.end("a stranger's secret", ip).status()).isEqualTo(401);
  }

  @Test
  @Tag("SES-13")
  void aGameEndsWhatItsOwnerHasEndedBeforeItWasHeard() {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "STARTING", ip, "admin");
    var path = "/api/sessions/" + unit.session().text() + "?force=true";
    assertThat(STAGE.admin().delete(path).status()).isEqualTo(200);
    assertThat(STAGE.end(secret, ip).status()).isEqualTo(200);
  }

  @Test
  void thePathIsSignedDecodedAndTheQueryAsItWasSent() {
    var ip = address();
    var secret = STAGE.sessions.session(unit(), "READY", ip, "admin");
    var query = "z=%41&droplet_ip=" + ip;
    var asks = signed(STAGE.stranger(), secret, "/server/end", query, "", now(), "-");
    assertThat(asks.send("POST", "/server/%65nd?" + query, "", "").status()).isEqualTo(200);
  }

  @Test
  @Tag("SES-29")
  @Tag("SES-32")
  void isLookedAtInTheOrderOfTheContract() {
    var nobody = STAGE.stranger();
    assertThat(nobody.post(HEARTBEAT, "{").status()).as("no JSON first").isEqualTo(422);
    var unsigned = nobody.post(HEARTBEAT, "{}");
    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(unsigned.text("detail")).isEqualTo("Invalid HMAC signature.");
    var stale = STAGE.heartbeat(SHARED, body("10.0.0.3", 0), now() - 1000);
    assertThat(stale.status()).isEqualTo(401);
    assertThat(stale.text("detail")).isEqualTo("Stale HMAC signature.");
    assertThat(stale.header("Date")).isNotEmpty();
    assertThat(STAGE.heartbeat(SHARED, "{}", now()).status()).as("then fields").isEqualTo(422);
    var huge = "{\"droplet_ip\":\"a\",\"connected_clients\":99999999999999999999}";
    assertThat(STAGE.heartbeat(SHARED, huge, now()).status()).isEqualTo(422);
    assertThat(STAGE.end(SHARED, "10.9.9.9").status())
        .as("then whether it is there")
        .isEqualTo(404);
    assertThat(
            signed(STAGE.stranger(), SHARED, "/server/end", "", "", now(), "-")
                .send("POST", "/server/end", "", "")
                .status())
        .isEqualTo(422);
  }

  @Test
  @Tag("SES-13")
  void endsOnceWhoeverAsksAtTheSameTime() throws Exception {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "READY", ip, "admin");
    var path = "/api/sessions/" + unit.session().text();
    var admin = STAGE.admin();
    var answers =
        atOnce(
            12,
            () ->
                Thread.currentThread().threadId() % 2 == 0
                    ? STAGE.end(secret, ip)
                    : admin.delete(path + "?force=true"));
    assertThat(answers).extracting(Http.Answer::status).containsOnly(200);
    assertThat(STAGE.sessions.ended.stream().filter(unit.session().tag().text()::equals))
        .hasSize(1);
  }

  @Test
  @Tag("SES-19")
  void anEndThatIsSentAgainEndsNobodyElse() {
    var more = Map.of("OVERWINTER_API_SESSION_SHARED_KEY", "all");
    try (var stage = OlderStage.start(more)) {
      var ip = address();
      stage.sessions.session(unit(), "READY", ip, "admin");
      long at = now();
      assertThat(stage.end(SHARED, ip, at).status()).isEqualTo(200);
      var second = unit();
      stage.sessions.session(second, "READY", ip, "admin");
      var replayed = stage.end(SHARED, ip, at);
      assertThat(replayed.status()).as("byte for byte the same").isEqualTo(401);
      assertThat(replayed.text("detail")).isEqualTo("Invalid HMAC signature.");
      assertThat(stage.sessions.ended).doesNotContain(second.session().tag().text());
      assertThat(stage.end(SHARED, ip, at + 1).status()).as("a new one").isEqualTo(200);
      assertThat(stage.sessions.ended).contains(second.session().tag().text());
    }
  }

  @Test
  @Tag("SES-14")
  @Tag("SES-15")
  void aDropletThatOutlivesItsSessionIsNotTakenForAMachine() {
    var more = Map.of("OVERWINTER_API_SESSION_SHARED_KEY", "all");
    try (var stage = OlderStage.start(more)) {
      var ip = address();
      var unit = unit();
      stage.sessions.session(unit, "STARTING", ip, "admin");
      assertThat(stage.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
      assertThat(stage.admin().delete("/api/sessions/" + unit.session().text()).status())
          .isEqualTo(200);
      assertThat(stage.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(404);
      for (var whose : List.of("\"session\":\"ow-sess-000000-unknown1-a1\"", "\"droplet_id\":7")) {
        var body = "{\"droplet_ip\":\"%s\",\"connected_clients\":0,%s}".formatted(address(), whose);
        assertThat(stage.heartbeat(SHARED, body, now()).status()).as(whose).isEqualTo(404);
      }
      assertThat(stage.sessions.begun).as("no session was born of a heartbeat").hasValue(0);
    }
  }

  @Test
  @Tag("SES-20")
  void aNewSecretOfAGameHoldsBesideTheOldOneForAsLongAsWasSaid() {
    var unit = unit();
    var ip = address();
    var first = STAGE.sessions.session(unit, "READY", ip, "admin");
    var keys = "/api/sessions/" + unit.session().text() + "/keys";
    var second = STAGE.admin().post(keys, "{}").text("secret");
    assertThat(STAGE.heartbeat(first, body(ip, 1), now() - 2).status()).isEqualTo(200);
    assertThat(STAGE.heartbeat(second, body(ip, 2), now() - 1).status()).isEqualTo(200);
    var third = STAGE.admin().post(keys, "{\"overlap_seconds\":0}").text("secret");
    assertThat(STAGE.heartbeat(first, body(ip, 3), now()).status()).isEqualTo(401);
    assertThat(STAGE.heartbeat(second, body(ip, 3), now()).status()).isEqualTo(401);
    assertThat(STAGE.heartbeat(third, body(ip, 4), now()).status()).isEqualTo(200);
    assertThat(clients(unit)).contains(4);
  }

  @Test
  @Tag("SES-20")
  void whatMachinesShareIsReplacedWithoutARestart(@TempDir Path files) throws Exception {
    var keys = Files.writeString(files.resolve("keys"), "old-shared-secret\n");
    var more =
        Map.of(
            "OVERWINTER_API_SESSION_KEYS_FILE",
            keys.toString(),
            "OVERWINTER_API_SESSION_MACHINES_PER_MINUTE",
            "100");
    try (var stage = OlderStage.start(more)) {
      var ip = address();
      assertThat(stage.heartbeat("old-shared-secret", body(ip, 0), now() - 9).status())
          .isEqualTo(200);
      assertThat(stage.heartbeat("new-shared-secret", body(ip, 0), now() - 8).status())
          .isEqualTo(401);
      Files.writeString(
          keys,
          "# both, until all machines know the new one\n\nold-shared-secret\nnew-shared-secret\n");
      // Not in the same tick of the file system's clock.
      Files.setLastModifiedTime(keys, FileTime.from(Instant.now().plusSeconds(5)));
      assertThat(stage.heartbeat("old-shared-secret", body(ip, 0), now() - 7).status())
          .isEqualTo(200);
      assertThat(stage.heartbeat("new-shared-secret", body(ip, 0), now() - 6).status())
          .isEqualTo(200);
      Files.writeString(keys, "new-shared-secret\n");
      Files.setLastModifiedTime(keys, FileTime.from(Instant.now().plusSeconds(10)));
      assertThat(stage.heartbeat("old-shared-secret", body(ip, 0), now() - 5).status())
          .isEqualTo(401);
      assertThat(stage.heartbeat("new-shared-secret", body(ip, 0), now() - 4).status())
          .isEqualTo(200);
    }
  }

  @Test
  @Tag("SES-32")
  void aClockThatIsWrongEitherWayIsToldTheTime() {
    var ip = address();
    var secret = STAGE.sessions.session(unit(), "READY", ip, "admin");
    for (long apart : new long[] {-302, 305, -86_400, 86_400}) {
      var stale = STAGE.heartbeat(secret, body(ip, 0), now() + apart);
      assertThat(stale.status()).as("%s s", apart).isEqualTo(401);
      assertThat(stale.body()).isEqualTo("{\"detail\":\"Stale HMAC signature.\"}");
      var date =
          ZonedDateTime.parse(stale.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant();
      assertThat(Duration.between(date, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }
    assertThat(STAGE.heartbeat(secret, body(ip, 0), now() - 290).status()).isEqualTo(200);
  }
}
