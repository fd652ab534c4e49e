package dev.overwinter.billing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Use;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The account of the admin, who pays here like anybody else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BillingIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();
  private final Http browser =
      platform
          .stranger()
          .with("Cookie", "access_token=" + platform.token())
          .with("Accept", "text/html");

  @BeforeAll
  void lookOnce() {
    assertThat(admin.get("/api/billing").status()).isEqualTo(200);
    await().atMost(SOON).until(() -> "PREPAID".equals(admin.get("/api/billing").text("terms")));
  }

  @Test
  void aStrangerSeesNothing() {
    for (var path : new String[] {"", "/ledger", "/prices", "/accounts", "/statements/2026-11"}) {
      assertThat(platform.stranger().get("/api/billing" + path).status()).isEqualTo(401);
    }
  }

  @Test
  @Tag("B-08")
  void everyLineOfAStatementAddsUpToItsBalance() {
    grant("statement-1", "2.5");
    var length = Duration.ofMinutes(66);
    var began = Instant.now().minus(Duration.ofMinutes(90)).truncatedTo(ChronoUnit.MILLIS);
    if (!month(began).equals(month(began.plus(length)))) {
      began = began.minus(length); // a use over the end of a month is two lines
    }
    use("statement-server", began, began.plus(length));
    await().atMost(SOON).until(() -> text(ledger()).contains("statement-server"));

    var month = month(began);
    var statement = admin.get("/api/billing/statements/" + month).json();
    var sum = Credits.parse(statement.path("opening").asText());
    for (var line : statement.path("lines")) {
      sum += Credits.parse(line.path("credits").asText());
    }
    assertThat(sum).isEqualTo(Credits.parse(statement.path("closing").asText()));
    var charge = line(statement.path("lines"), "statement-server");
    assertThat(charge.path("credits").asText()).isEqualTo("-0.55");
    assertThat(charge.path("kind").asText()).isEqualTo("CHARGE");

    var table = admin.get("/api/billing/statements/" + month + "/csv");
    assertThat(table.header("Content-Type")).startsWith("text/csv");
    assertThat(table.header("Content-Disposition")).contains("overwinter-" + month + ".csv");
    assertThat(table.body()).contains("statement-server").contains(",3960.0,-0.550000,");
    assertThat(browser.get("/billing/statements/" + month).body())
        .contains("Statement of " + month)
        .contains("-0.550000");
    assertThat(admin.get("/api/billing/statements/2026-13").status()).isEqualTo(404);
    assertThat(admin.get("/api/billing/statements/1999-01").json().path("lines")).isEmpty();
  }

  @Test
  @Tag("B-06")
  void aBookingThatIsSentTwiceIsBookedOnceAndAnotherWithItsKeyIsRefused() {
    var before = balance();
    assertThat(grant("twice", "1.25").json().path("again").asBoolean()).isFalse();
    assertThat(grant("twice", "1.25").json().path("again").asBoolean()).isTrue();
    var other = grant("twice", "99");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("KEY_USED");
    assertThat(balance() - before).isEqualTo(1_250_000);
  }

  @Test
  void ordersThatMakeNoSenseAreRefusedAndNamed() {
    for (var body :
        new String[] {
          "{\"kind\":\"GRANT\",\"credits\":\"-1\",\"why\":\"x\"}",
          "{\"kind\":\"GRANT\",\"credits\":\"0\",\"why\":\"x\"}",
          "{\"kind\":\"GRANT\",\"credits\":\"1.2345678\",\"why\":\"x\"}",
          "{\"kind\":\"CHARGE\",\"credits\":\"1\",\"why\":\"x\"}",
          "{\"kind\":0,\"credits\":\"1\",\"why\":\"x\"}",
          "{\"kind\":\"GRANT\",\"credits\":\"1\"}",
          "{}",
        }) {
      var answer =
          admin.with("Idempotency-Key", "bad").post("/api/billing/accounts/admin/bookings", body);
      assertThat(answer.status()).as(body).isBetween(400, 422);
    }
    assertThat(
            admin
                .post(
                    "/api/billing/accounts/admin/bookings",
                    "{\"kind\":\"GRANT\",\"credits\":\"1\",\"why\":\"x\"}")
                .status())
        .as("without a key")
        .isEqualTo(400);
  }

  @Test
  void theLedgerIsReadPageByPage() {
    for (var i = 0; i < 5; i++) {
      grant("page-" + i, "0.1");
    }
    var first = admin.get("/api/billing/ledger?limit=2").json();
    assertThat(first.path("entries")).hasSize(2);
    var next = first.path("next").asLong();
    var second = admin.get("/api/billing/ledger?limit=2&before=" + next).json();
    assertThat(second.path("entries").get(0).path("number").asLong()).isEqualTo(next - 1);
    assertThat(admin.get("/api/billing/ledger?limit=0").status()).isEqualTo(422);
  }

  @Test
  void anEstimateSaysWhatAnHourCostsAndHowLongCreditsLast() {
    grant("estimate", "10");
    var estimate = admin.get("/api/billing/estimate?game_image_id=lobby");
    assertThat(estimate.status()).as(estimate.body()).isEqualTo(200);
    assertThat(estimate.text("per_hour")).isEqualTo("0.5");
    assertThat(estimate.text("text")).startsWith("Waking costs 0.5 credits/h; you have ");
    assertThat(estimate.json().path("lasts_seconds").asLong()).isGreaterThan(72_000);
    assertThat(admin.get("/api/billing/estimate?game_image_id=none").status()).isEqualTo(404);
  }

  @Test
  @Tag("B-04")
  void thePageShowsTheForecastOfWhatBurns() {
    grant("burning", "20");
    var began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    platform.meter("admin", awake("burning-server", began));
    await().atMost(SOON).until(() -> admin.get("/api/billing").text("per_hour").equals("0.5"));
    var account = admin.get("/api/billing").json();
    assertThat(Instant.parse(account.path("hibernates_at").asText()))
        .isBefore(Instant.parse(account.path("lasts_until").asText()));
    var page = browser.get("/billing");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("burning-server")
        .contains("class=\"line ahead\" d=\"M")
        .contains("burning 0.50 an hour, lasts")
        .doesNotContain("style=");
    platform.meter("admin", new MeterFact.Stopped("burning-server", 2, Instant.now(), true));
  }

  @Test
  void anAdminBooksByAFormOnceHoweverOftenItIsSent() {
    var page = browser.get("/billing/accounts");
    assertThat(page.body()).contains("admin").contains("prepaid");
    var csrf = page.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var key = page.body().replaceAll("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
    var before = balance();
    var form =
        Map.of(
            "_csrf", csrf, "key", key, "account", "admin", "kind", "GRANT", "credits", "3", "why",
            "a gift");
    assertThat(browser.form("/billing/accounts/bookings", form).status()).isEqualTo(303);
    assertThat(browser.form("/billing/accounts/bookings", form).status()).isEqualTo(303);
    assertThat(balance() - before).isEqualTo(3_000_000);
  }

  @Test
  @Tag("B-08")
  void anAdminAnnouncesAPriceOnceAndNobodyElseDoes() {
    grant("something-is-booked", "1");
    var from = Instant.now().plus(Duration.ofHours(25)).truncatedTo(ChronoUnit.SECONDS);
    var order =
        "{\"price_class\":\"large\",\"use\":\"AWAKE\",\"from\":\"%s\",\"per_hour\":\"1.25\"}"
            .formatted(from);
    var player = platform.player("price-setter");
    assertThat(player.post("/api/billing/prices", order).status()).isEqualTo(403);
    for (var i = 0; i < 2; i++) {
      var answer = admin.post("/api/billing/prices", order);
      assertThat(answer.text("per_hour")).as(answer.body()).isEqualTo("1.25");
    }
    var other = admin.post("/api/billing/prices", order.replace("1.25", "2"));
    assertThat(other.text("code")).as(other.body()).isEqualTo("PRICE_REFUSED");
    var late = order.replace(from.toString(), Instant.now().plusSeconds(60).toString());
    assertThat(admin.post("/api/billing/prices", late).text("code")).isEqualTo("PRICE_REFUSED");
    assertThat(admin.post("/api/billing/prices", order.replace("large", "../x")).status())
        .isEqualTo(422);
    var page =
        browser.form(
            "/billing/prices",
            Map.of(
                "_csrf",
                csrf("/billing/prices"),
                "price_class",
                "large",
                "use",
                "SESSION",
                "per_hour",
                "3",
                "from",
                from.plusSeconds(3600).toString().replace("Z", "")));
    assertThat(page.status()).isEqualTo(303);
    assertThat(browser.get("/billing/prices").body())
        .contains("large", "announced", "1.25", "session");
  }

  private String csrf(String path) {
    return browser.get(path).body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
  }

  @Test
  void nobodySeesOrMovesAnothersCredits() {
    var player = platform.player("poor-player");
    await().atMost(SOON).until(() -> player.get("/api/billing").text("balance").equals("10"));
    for (var path :
        List.of(
            "?account=admin",
            "/ledger?account=admin",
            "/accounts",
            "/notices?account=admin",
            "/statements/2026-11?account=admin",
            "/statements/2026-11/csv?account=admin")) {
      assertThat(player.get("/api/billing" + path).status()).as(path).isEqualTo(403);
    }
    var gift = "{\"kind\":\"GRANT\",\"credits\":\"5\",\"why\":\"x\"}";
    assertThat(
            player
                .with("Idempotency-Key", "own-gift")
                .post("/api/billing/accounts/poor-player/bookings", gift)
                .status())
        .isEqualTo(403);
    var made =
        admin.post("/api/servers", "{\"friendly_name\":\"Mine\",\"game_image_id\":\"lobby\"}");
    assertThat(player.put("/api/billing/caps/" + made.text("id"), "{\"credits\":\"1\"}").status())
        .isEqualTo(404);
    assertThat(admin.get("/api/billing?account=poor-player").text("balance")).isEqualTo("10");
    assertThat(player.get("/api/billing?account=").status()).as("one's own").isEqualTo(200);
    var refused = player.with("Accept", "text/html").get("/billing/accounts");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).as("a page for people").contains("<main", "only an admin");
    for (var typo : List.of("nobody-of-that-name", "house%2Frevenue")) {
      assertThat(
              admin
                  .with("Idempotency-Key", "typo")
                  .post("/api/billing/accounts/" + typo + "/bookings", gift)
                  .status())
          .as(typo)
          .isIn(400, 404, 422);
    }
    for (var nobody : List.of("house/revenue", "nobody-of-that-name")) {
      assertThat(admin.get("/api/billing?account=" + nobody).status()).as(nobody).isEqualTo(404);
      assertThat(browser.get("/billing?account=" + nobody).status()).as(nobody).isEqualTo(404);
    }
    assertThat(admin.get("/api/billing/notices").status()).isEqualTo(200);
    for (var month : List.of("+999999999-12", "-5000-01", "2026-00", "x")) {
      assertThat(admin.get("/api/billing/statements/" + month).status()).as(month).isEqualTo(404);
    }
  }

  @Test
  @Tag("S-10")
  void aReasonIsOneLineOfText() {
    var form =
        Map.of(
            "_csrf",
            csrf("/billing/accounts"),
            "key",
            "control",
            "account",
            "admin",
            "kind",
            "GRANT",
            "credits",
            "3",
            "why",
            "a\u0000b");
    assertThat(browser.form("/billing/accounts/bookings", form).status()).isEqualTo(303);
    assertThat(ledger().toString()).doesNotContain("control");
    assertThat(grant("after-that", "1").status()).isEqualTo(200);
  }

  @Test
  void pricesAndAccountsAreListed() {
    assertThat(admin.get("/api/billing/prices").body())
        .contains("\"price_class\":\"standard\"")
        .contains("\"per_hour\":\"0.5\"");
    assertThat(admin.get("/api/billing/accounts").body()).contains("\"account\":\"admin\"");
    assertThat(
            admin.get("/openapi.json").json().path("paths").has("/api/billing/statements/{month}"))
        .isTrue();
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC));
  }

  private void use(String server, Instant from, Instant until) {
    platform.meter("admin", awake(server, from));
    platform.meter("admin", new MeterFact.Stopped(server, 2, until, true));
  }

  private static MeterFact.Started awake(String server, Instant at) {
    return new MeterFact.Started(
        server, 1, at, "run", "standard", Use.AWAKE, false, Duration.ofSeconds(30));
  }

  private Http.Answer grant(String key, String credits) {
    return admin
        .with("Idempotency-Key", key)
        .post(
            "/api/billing/accounts/admin/bookings",
            "{\"kind\":\"GRANT\",\"credits\":\"" + credits + "\",\"why\":\"test\"}");
  }

  private long balance() {
    return platform
        .sql()
        .sql("select balance from ledger_accounts where id = 'admin'")
        .query(Long.class)
        .single();
  }

  private JsonNode ledger() {
    return admin.get("/api/billing/ledger?limit=500").json();
  }

  private static String text(JsonNode node) {
    return node.toString();
  }

  private static JsonNode line(JsonNode lines, String server) {
    for (var line : lines) {
      if (server.equals(line.path("server").asText())) {
        return line;
      }
    }
    throw new AssertionError("no line of " + server + " in " + lines);
  }
}
