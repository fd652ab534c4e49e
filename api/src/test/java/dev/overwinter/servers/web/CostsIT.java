package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Use;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the pages of servers say of credits, and to whom.
final class CostsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Platform platform = Platform.shared();

  @Test
  @Tag("B-04")
  void ownersSeeWhatWakesCostAndAreWarnedBesideTheirServers() {
    var owner = platform.player("thrifty-owner");
    platform.account("cost-operator");
    platform.sql().sql("UPDATE accounts SET operator = true WHERE name = 'cost-operator'").update();
    var operator = platform.as("cost-operator");
    var made =
        owner.post("/api/servers", "{\"friendly_name\":\"Dear\",\"game_image_id\":\"lobby\"}");
    var page = "/servers/" + made.text("id");
    assertThat(owner.get("/servers").body()).doesNotContain("credits so far");
    assertThat(owner.post("/api" + page + "/wake", "").status()).isEqualTo(200);
    var began = awake(owner, "/api" + page + "/events");
    assertThat(owner.get("/api/billing").status()).as("opens the account").isEqualTo(200);
    platform.meter(
        "thrifty-owner",
        new MeterFact.Started(
            made.text("id"), 1, began, "run", "standard", Use.AWAKE, false, GRACE));
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(owner.get(page + "/timeline").body())
                .containsPattern(">awake [^<]+, 0\\.\\d+ credits so far</span>"));
    // The welcome credits last for twenty hours.
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(owner.get("/servers").body())
                .contains("Credits last for less than 24 hours")
                .containsPattern(" 0\\.\\d+ credits so far</span>"));
    assertThat(owner.get(page + "/card").body()).contains(" credits so far</span>");

    assertThat(owner.post("/api" + page + "/hibernate", "").status()).isEqualTo(200);
    platform.meter(
        "thrifty-owner", new MeterFact.Stopped(made.text("id"), 2, Instant.now(), false));
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(owner.get(page + "/timeline").body())
                .containsPattern(">awake [^<]+, 0\\.\\d+ credits</span>"));
    assertThat(operator.get(page).body())
        .contains("Dear", "Why it slept")
        .doesNotContain("Cost so far")
        .doesNotContainPattern("awake [^<]+credits<");
    assertThat(operator.get("/servers").body())
        .contains("Dear")
        .doesNotContain("credits so far", "Credits last for less");
    var admin = platform.admin();
    assertThat(admin.get(page + "/timeline").body()).containsPattern("awake [^<]+ credits</span>");
  }

  /// When it was awake.
  private static Instant awake(Http by, String events) {
    var newest =
        await()
            .atMost(SOON)
            .until(
                () -> by.get(events).json().path(0),
                event -> event.path("state").asText().equals("AWAKE"));
    return Instant.parse(newest.path("at").asText());
  }
}
