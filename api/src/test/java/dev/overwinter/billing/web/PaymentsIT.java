package dev.overwinter.billing.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A provider of payments that signs as Stripe does.
@Tag("B-06")
final class PaymentsIT {
  private final Platform platform = Platform.shared();
  private final Http provider = platform.stranger();
  private final String account = "payer-" + UUID.randomUUID();

  @Test
  void aPaymentIsBookedOnceHoweverOftenItIsTold() {
    var event = paid("pi_" + UUID.randomUUID(), account, 500);
    var results =
        IntStream.range(0, 8).parallel().mapToObj(_ -> tell(event).text("result")).toList();
    // Those that come while the first is being booked are answered by the same booking.
    assertThat(results).contains("booked").containsOnly("booked", "known");
    // Ten are a newcomer's.
    assertThat(balance()).isEqualTo(15_000_000);
  }

  @Test
  void whatIsPaidBackIsTakenBackOnce() {
    var payment = "pi_" + UUID.randomUUID();
    tell(paid(payment, account, 700));
    var back =
        "{\"type\":\"refund.created\",\"data\":{\"object\":{\"id\":\"re_%s\",\"payment_intent\":\"%s\",\"amount\":200,\"currency\":\"eur\"}}}"
            .formatted(UUID.randomUUID(), payment);
    assertThat(tell(back).text("result")).isEqualTo("booked");
    assertThat(tell(back).text("result")).isEqualTo("known");
    assertThat(balance()).isEqualTo(15_000_000);
  }

  @Test
  void aRefundThatComesBeforeItsPaymentIsSentAgain() {
    var payment = "pi_" + UUID.randomUUID();
    var back = moved("refund.created", "re_" + UUID.randomUUID(), payment, 200);
    assertThat(tell(back).text("code")).isEqualTo("PAYMENT_UNKNOWN");
    tell(paid(payment, account, 700));
    assertThat(tell(back).text("result")).isEqualTo("booked");
    assertThat(balance()).isEqualTo(15_000_000);
    var strange = moved("refund.created", "re_x", "pi_of_others", 200);
    assertThat(tell(strange.replaceFirst("\"created\":\\d+", "\"created\":1")).text("result"))
        .as("it was for something else")
        .isEqualTo("ignored");
  }

  @Test
  void creditsGoWithTheMoneyWhicheverWayItMoves() {
    var payment = "pi_" + UUID.randomUUID();
    tell(paid(payment, account, 700));
    var refund = "re_" + UUID.randomUUID();
    tell(moved("refund.failed", refund, payment, 200));
    tell(moved("refund.created", refund, payment, 200));
    assertThat(balance()).as("it failed").isEqualTo(17_000_000);
    var dispute = "dp_" + UUID.randomUUID();
    assertThat(tell(moved("charge.dispute.funds_withdrawn", dispute, payment, 700)).text("result"))
        .isEqualTo("booked");
    assertThat(balance()).isEqualTo(10_000_000);
    tell(moved("charge.dispute.funds_reinstated", dispute, payment, 700));
    tell(moved("charge.dispute.funds_reinstated", dispute, payment, 700));
    assertThat(balance()).isEqualTo(17_000_000);
  }

  private static String moved(String type, String id, String payment, int cents) {
    return "{\"type\":\"%s\",\"created\":%d,\"data\":{\"object\":{\"id\":\"%s\",\"payment_intent\":\"%s\",\"amount\":%d,\"currency\":\"eur\"}}}"
        .formatted(type, Instant.now().getEpochSecond(), id, payment, cents);
  }

  @Test
  void whatWasAgreedOnIsBooked() {
    var event =
        paid("pi_" + UUID.randomUUID(), account, 500)
            .replace("\"account\"", "\"micros\":\"7000000\",\"cents\":\"500\",\"account\"");
    assertThat(tell(event).text("result")).isEqualTo("booked");
    assertThat(balance()).isEqualTo(17_000_000);
  }

  @Test
  void whoeverDoesNotKnowTheSecretBooksNothing() {
    var event = paid("pi_" + UUID.randomUUID(), account, 500);
    var body = event.getBytes(StandardCharsets.UTF_8);
    var forged = WebhookSignature.sign(body, "a guess of the secret", Instant.now());
    var old =
        WebhookSignature.sign(body, Platform.PAYMENTS_SECRET, Instant.now().minusSeconds(400));
    for (var signature : List.of("", "t=1,v1=00", forged, old)) {
      assertThat(tell(event, signature).status()).isEqualTo(400);
    }
    assertThat(balance()).isZero();
  }

  @Test
  void whatMovesNoCreditsIsIgnoredAndWhatMakesNoSenseIsRefused() {
    assertThat(tell("{\"type\":\"customer.created\"}").text("result")).isEqualTo("ignored");
    assertThat(tell(paid("pi_1", "", 500)).text("result")).isEqualTo("ignored");
    assertThat(tell(paid("pi_x", account, 500).replace("eur", "usd")).status()).isEqualTo(422);
    assertThat(tell(paid("pi_x", account, -5)).status()).isEqualTo(422);
    assertThat(tell(paid("../pi", account, 5)).status()).isEqualTo(422);
    assertThat(tell("no json").status()).isEqualTo(422);
    assertThat(balance()).isZero();
  }

  @Test
  void whoAddsFundsIsSentToTheProvidersOwnPage() {
    var asked = Collections.synchronizedList(new ArrayList<String>());
    var stripe = Platform.PAYMENTS;
    stripe.createContext(
        "/v1/checkout/sessions",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var answer = "{\"url\":\"https://pay.example.org/c/1\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    stripe.start();
    try {
      var admin = platform.admin();
      var page = admin.form("/billing/add-funds", Map.of("credits", "25"));
      assertThat(page.status()).as("a form may not be redirected to elsewhere").isEqualTo(200);
      assertThat(page.body()).contains("href=\"https://pay.example.org/c/1\"");
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst())
          .contains("unit_amount%5D=2500")
          .contains("metadata%5D%5Bmicros%5D=25000000")
          .contains("metadata%5D%5Baccount%5D=admin");
      assertThat(admin.form("/billing/add-funds", Map.of("credits", "0.5")).header("Location"))
          .isEqualTo("/billing");
      assertThat(asked).hasSize(1);
    } finally {
      stripe.stop(0);
    }
    assertThat(platform.admin().form("/billing/add-funds", Map.of()).header("Location"))
        .as("nobody answers")
        .isEqualTo("/billing");
  }

  private Http.Answer tell(String event) {
    var body = event.getBytes(StandardCharsets.UTF_8);
    return tell(event, WebhookSignature.sign(body, Platform.PAYMENTS_SECRET, Instant.now()));
  }

  private Http.Answer tell(String event, String signature) {
    return provider.with("Stripe-Signature", signature).post("/api/payments/webhook", event);
  }

  private static String paid(String id, String account, long cents) {
    return "{\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"id\":\"%s\",\"currency\":\"eur\",\"amount_received\":%d,\"metadata\":{\"account\":\"%s\"}}}}"
        .formatted(id, cents, account);
  }

  private long balance() {
    return platform
        .sql()
        .sql("select coalesce(sum(balance), 0) from ledger_accounts where id = ?")
        .param(account)
        .query(Long.class)
        .single();
  }
}
