package dev.overwinter.sessions.web;

import static dev.overwinter.sessions.web.OlderStage.SHARED;
import static dev.overwinter.sessions.web.OlderStage.address;
import static dev.overwinter.sessions.web.OlderStage.atOnce;
import static dev.overwinter.sessions.web.OlderStage.body;
import static dev.overwinter.sessions.web.OlderStage.heartbeat;
import static dev.overwinter.sessions.web.OlderStage.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Platform;
import dev.overwinter.sessions.web.PretendedSessions.Beginning;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Operators' own machines, which register themselves by what they share, or are registered.
final class MachinesIT {
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
  @Tag("SES-15")
  void whatOperatorsShareRegistersAMachineAndNeverADroplet() {
    var ip = address();
    assertThat(STAGE.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
    assertThat(STAGE.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
    var row =
        Platform.shared()
            .sql()
            .sql("SELECT machine FROM sessions WHERE machine = ?")
            .param(ip)
            .query(String.class)
            .list();
    assertThat(row).containsExactly(ip);
    var ended = STAGE.end(SHARED, ip);
    assertThat(ended.body())
        .isEqualTo(
            "{\"message\":\"Game session ended and local session entry removed (no DigitalOcean"
                + " droplet).\"}");
  }

  private static int sessionsWithKeysOn(String machine) {
    return Platform.shared()
        .sql()
        .sql(
            """
            SELECT count(DISTINCT k.session_id) FROM session_keys k
              JOIN session_machines m ON m.session_id = k.session_id WHERE m.ipv4 = ?
            """)
        .param(machine)
        .query(Integer.class)
        .single();
  }

  private static int livingOn(String machine) {
    return Platform.shared()
        .sql()
        .sql("SELECT count(*) FROM sessions WHERE machine = ? AND over_at IS NULL")
        .param(machine)
        .query(Integer.class)
        .single();
  }

  private static String named(String machine) {
    return "{\"address\":\"" + machine + "\",\"name\":\"cellar\"}";
  }

  @Test
  void whoSharesASecretRegistersNoMoreThanAFewAMinute() {
    var sender = STAGE.from(address());
    int taken = 0;
    String last = "";
    for (int i = 0; i < 100 && last.isEmpty(); i++) {
      var answer = heartbeat(sender, SHARED, body(address(), 0), now());
      if (answer.status() == 200) {
        taken++;
      } else {
        assertThat(answer.status()).isEqualTo(429);
        last = answer.header("Retry-After");
      }
    }
    assertThat(taken).as("ten, and what came back meanwhile").isBetween(10, 30);
    assertThat(Integer.parseInt(last)).isBetween(1, 60);
    assertThat(STAGE.heartbeat(SHARED, body(address(), 0), now()).status())
        .as("another sender")
        .isEqualTo(200);
  }

  @Test
  void thereAreNoMoreMachinesThanTheOperatorWants() throws Exception {
    int now = countByHeartbeat();
    var more = Map.of("OVERWINTER_API_SESSION_MACHINES", String.valueOf(now + 3));
    try (var stage = OlderStage.start(more)) {
      var answers = atOnce(12, () -> stage.heartbeat(SHARED, body(address(), 0), OlderStage.now()));
      assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(3);
      assertThat(answers.stream().filter(answer -> answer.status() == 429))
          .hasSize(9)
          .allMatch(answer -> answer.header("Retry-After").equals("60"));
      assertThat(stage.admin().post("/api/fleet/machines", named(address())).status())
          .as("who operates them may")
          .isEqualTo(200);
    }
  }

  private static int countByHeartbeat() {
    return Platform.shared()
        .sql()
        .sql(
            """
            SELECT count(*) FROM session_machines m LEFT JOIN sessions s ON s.id = m.session_id
             WHERE m.registered_by = 'heartbeat' AND m.session_id IS NOT NULL
               AND s.over_at IS NULL
            """)
        .query(Integer.class)
        .single();
  }

  @Test
  void manyHeartbeatsOfOneNewMachineAtOnceBeginOneSession() throws Exception {
    var ip = address();
    var answers = atOnce(8, () -> STAGE.heartbeat(SHARED, body(ip, 0), now()));
    assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 429);
    assertThat(livingOn(ip)).isEqualTo(1);
    assertThat(STAGE.sessions.on(ip)).hasSize(1);
    assertThat(STAGE.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
  }

  @Test
  void aRegistrationThatNobodyTookIsTakenTheNextTime() {
    var ip = address();
    STAGE.sessions.beginning = Beginning.NOBODY_ANSWERS;
    assertThat(STAGE.admin().post("/api/fleet/machines", named(ip)).status()).isEqualTo(503);
    STAGE.sessions.beginning = Beginning.WELL;
    var made = STAGE.admin().post("/api/fleet/machines", named(ip));
    assertThat(made.status()).isEqualTo(200);
    assertThat(livingOn(ip)).isEqualTo(1);
    assertThat(sessionsWithKeysOn(ip)).isEqualTo(1);
    var body =
        "{\"droplet_ip\":\"%s\",\"connected_clients\":1,\"session\":\"%s\"}"
            .formatted(ip, made.text("unit"));
    assertThat(STAGE.heartbeat(made.text("secret"), body, now()).status()).isEqualTo(200);
    assertThat(STAGE.admin().post("/api/fleet/machines", named(ip)).text("code"))
        .isEqualTo("REGISTERED");
  }

  @Test
  void aRegistrationWhoseAnswerWasLostBeginsNoSecondSession() {
    var ip = address();
    STAGE.sessions.beginning = Beginning.ANSWER_LOST;
    assertThat(STAGE.admin().post("/api/fleet/machines", named(ip)).status()).isEqualTo(503);
    STAGE.sessions.beginning = Beginning.WELL;
    var made = STAGE.admin().post("/api/fleet/machines", named(ip));
    assertThat(made.status()).as("the workflow runs, no row says so yet").isEqualTo(200);
    assertThat(STAGE.sessions.on(ip)).hasSize(1);
    STAGE.sessions.on(ip).forEach(STAGE.sessions::admit);
    assertThat(livingOn(ip)).isEqualTo(1);
    var secret = made.text("secret");
    assertThat(STAGE.heartbeat(secret, body(ip, 0), now()).status())
        .as("and the secret that was told is its own")
        .isIn(200, 404);
    assertThat(STAGE.admin().post("/api/fleet/machines", named(ip)).status()).isEqualTo(409);
  }

  @Test
  void aTagThatIsAnothersIsGivenUpWithItsSecrets() {
    var ip = address();
    STAGE.sessions.beginning = Beginning.TAG_TAKEN;
    var made = STAGE.admin().post("/api/fleet/machines", named(ip));
    assertThat(made.status()).isEqualTo(200);
    var tags = new HashSet<String>();
    STAGE.sessions.on(ip).forEach(spec -> tags.add(spec.tag().text()));
    assertThat(tags).containsExactly(made.text("tag"));
    assertThat(
            Platform.shared()
                .sql()
                .sql(
                    """
                    SELECT count(*) FROM session_keys k JOIN session_tags t ON t.tag = upper(
                      split_part(k.session_id, '-', 1)) WHERE t.session_id = 'another-0000001'
                    """)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void aMachineThatIsForgottenHasNoSessionAndDoesNotComeBackByItself() {
    var ip = address();
    assertThat(STAGE.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
    assertThat(STAGE.admin().delete("/api/fleet/machines/" + ip).status()).isEqualTo(200);
    assertThat(livingOn(ip)).isZero();
    assertThat(STAGE.heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(404);
    assertThat(livingOn(ip)).isZero();
    assertThat(STAGE.admin().delete("/api/fleet/machines/" + ip).status()).isEqualTo(404);
    assertThat(STAGE.admin().post("/api/fleet/machines", named(ip)).status())
        .as("but who operates it may have it back")
        .isEqualTo(200);
  }
}
