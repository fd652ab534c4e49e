package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import org.junit.jupiter.api.Test;

/// Our own API and the page, without a worker that offers sessions.
final class GameSessionsIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void whoMayNotOperateSeesOnlyTheirOwn() {
    var player = platform.player("session-player");
    assertThat(player.get("/api/sessions").status()).isEqualTo(200);
    assertThat(player.get("/api/fleet").status()).isEqualTo(403);
    assertThat(player.get("/api/fleet/machines").status()).isEqualTo(403);
    assertThat(player.get("/api/sessions/000000").status()).isEqualTo(404);
    assertThat(platform.stranger().get("/api/sessions").status()).isEqualTo(401);
    assertThat(admin.get("/api/fleet").json().path("budget").path("hour_limit").asInt())
        .isEqualTo(5000);
  }

  @Test
  void withoutAWorkerNothingIsStartedAndThatIsSaid() {
    var start = admin.post("/api/sessions", "{}");
    assertThat(start.status()).isEqualTo(409);
    assertThat(start.text("code")).isEqualTo("SESSIONS_OFF");
    var machine = admin.post("/api/fleet/machines", "{\"address\":\"203.0.113.9\"}");
    assertThat(machine.status()).isEqualTo(409);
    assertThat(admin.post("/api/fleet/machines", "{\"address\":\"203.0.113.999\"}").status())
        .isEqualTo(422);
    assertThat(platform.stranger().post("/sessions/start", "").status()).isEqualTo(503);
  }

  @Test
  void thePageShowsSessionsAndToOperatorsTheFleet() {
    var page = admin.with("Accept", "text/html").get("/sessions");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("data-stream=\"/api/sessions/stream\"", "API budget", "Orphans", "Pools");
    assertThat(admin.get("/sessions/grid").body()).startsWith("<div id=\"grid\"");
    var player = platform.player("session-reader").with("Accept", "text/html");
    assertThat(player.get("/sessions").body()).contains("Sessions").doesNotContain("API budget");
  }

  @Test
  void thePageShowsEveryKindOfRow() {
    var sql = platform.sql();
    sql.sql(
            """
            INSERT INTO sessions (id, tag, version, state, reason, state_since, joinable, pool,
                   owner, house, price_class, micros_per_hour, machine, unit, droplet_id, ipv4,
                   region, size, snapshot, clients, loose, last_change, spec, created_at, updated_at)
            SELECT lower(tag) || '-page0001', tag, 1, state, 'a reason', now(), state = 'READY', '',
                   owner, 'admin', 'session', 0, '', 'ow-sess-' || lower(tag) || '-page0001-a1', 7,
                   ip, 'fra1', 's-1vcpu-1gb', '1', 0, 0, 'test', '{}'::jsonb, now(), now()
            FROM (VALUES ('0A0001', 'READY', 'admin', '203.0.113.41'),
                         ('0A0002', 'CREATING', 'admin', NULL),
                         ('0A0003', 'WARM', NULL, '203.0.113.42'),
                         ('0A0004', 'ENDING', 'admin', '203.0.113.43'))
                 AS row_of (tag, state, owner, ip)
            """)
        .update();
    sql.sql(
            """
            INSERT INTO session_pools (id, version, region, size, snapshot, least, most, target,
                   warm, coming, paused_until, why, spec, settings, updated_at)
            VALUES ('page-pool', 1, 'fra1', 's-1vcpu-1gb', '1', 1, 5, 2, 1, 1,
                    now() + interval '1 minute', 'sold out', '{}', '{}', now())
            """)
        .update();
    sql.sql("INSERT INTO session_orphans (unit, destroyed_at) VALUES ('ow-sess-gone-a1', now())")
        .update();
    try {
      var page = admin.with("Accept", "text/html").get("/sessions");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body())
          .contains("0A0001", "0A0002", "0A0003", "0A0004", "203.0.113.41")
          .contains("page-pool", "ow-sess-gone-a1", "End session 0A0001?");
    } finally {
      sql.sql("DELETE FROM sessions WHERE id LIKE '%-page0001'").update();
      sql.sql("DELETE FROM session_pools WHERE id = 'page-pool'").update();
      sql.sql("DELETE FROM session_orphans WHERE unit = 'ow-sess-gone-a1'").update();
    }
  }

  @Test
  void aStreamBeginsWithAWordToLookAgain() {
    try (var lines = admin.lines("/api/sessions/stream")) {
      assertThat(lines.filter(line -> line.startsWith("event:")).findFirst())
          .contains("event: all");
    }
  }
}
