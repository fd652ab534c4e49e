package dev.overwinter.billing.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.PaymentsConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.MoneyOrder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Books what a provider of payments says has happened. An event may come any number of times and
/// in any order: the payment's own id makes the booking.
@Component
class PaymentEvents {
  private static final Logger LOG = LoggerFactory.getLogger(PaymentEvents.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /// How long an event waits for the payment that it is about; others' payments are none of ours.
  private static final Duration LATE = Duration.ofDays(1);

  private static final Pattern ACCOUNT = Pattern.compile("[^\\p{Cntrl}/]{1,100}");

  private final AccountOrders orders;
  private final BillingReads reads;
  private final PaymentsConfig config;
  private final Clock clock;

  PaymentEvents(AccountOrders orders, BillingReads reads, ApiConfig config, Clock clock) {
    this.orders = orders;
    this.reads = reads;
    this.config = config.payments();
    this.clock = clock;
  }

  /// What became of an event.
  enum Result {
    /// It was booked.
    BOOKED,
    /// It had been booked before.
    KNOWN,
    /// It is of a kind that moves no credits.
    IGNORED
  }

  /// Takes an event whose signature has been checked.
  Result take(byte[] body) {
    var event = read(body);
    var about = event.path("data").path("object");
    return switch (event.path("type").asText()) {
      case "payment_intent.succeeded" -> paid(about);
      case "refund.created" -> back(event, about, "was paid back", "", true);
      case "refund.failed" -> back(event, about, "was not paid back after all", "/failed", false);
      case "charge.dispute.funds_withdrawn" ->
          back(event, about, "was disputed", "/withdrawn", true);
      case "charge.dispute.funds_reinstated" ->
          back(event, about, "was disputed in vain", "/reinstated", false);
      default -> Result.IGNORED;
    };
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException _) {
      throw wrong("body", "JSON");
    }
  }

  private Result paid(JsonNode payment) {
    var id = id(payment.path("id").asText());
    var account = payment.path("metadata").path("account").asText();
    if (!ACCOUNT.matcher(account).matches()) {
      // Money for something else that is sold through the same provider.
      return Result.IGNORED;
    }
    var micros = credits(payment);
    return book(account, new MoneyOrder.Deposit(id, micros, account, "payment " + id));
  }

  /// What was agreed on when the payment began; prices of credits may have changed since.
  private long credits(JsonNode payment) {
    var received = micros(payment, "amount_received");
    var agreed = payment.path("metadata");
    return agreed.path("cents").asLong() == payment.path("amount_received").asLong()
            && agreed.path("micros").asText().matches("[1-9]\\d{0,15}")
        ? agreed.path("micros").asLong()
        : received;
  }

  /// Money went back or came again: credits go with it, though that may take the account below
  /// zero. Each of a refund's and a dispute's events is booked once; in whichever order they come,
  /// the sum is the same.
  private Result back(JsonNode event, JsonNode movement, String what, String step, boolean goes) {
    var id = id(movement.path("id").asText());
    var payment = movement.path("payment_intent").asText();
    var account = reads.payer("payment/" + key(payment));
    if (account.isEmpty()) {
      var begun = Instant.ofEpochSecond(event.path("created").asLong());
      if (begun.plus(LATE).isAfter(clock.instant())) {
        // Its payment may still be on its way: the provider sends again what is refused.
        throw Problem.of(HttpStatus.CONFLICT, "The payment is not known yet. Send this again.")
            .code("PAYMENT_UNKNOWN");
      }
      return Result.IGNORED;
    }
    var micros = micros(movement, "amount");
    return book(
        account.get(),
        new MoneyOrder.Adjustment(
            id + step,
            goes ? Math.negateExact(micros) : micros,
            account.get(),
            "payment " + payment + " " + what));
  }

  private Result book(String account, MoneyOrder order) {
    return orders.book(account, order).again() ? Result.KNOWN : Result.BOOKED;
  }

  private long micros(JsonNode money, String field) {
    var currency = money.path("currency").asText().toLowerCase(Locale.ROOT);
    if (!currency.equals(config.currency())) {
      LOG.error("a payment in {} was not booked (expected: {})", currency, config.currency());
      throw wrong("currency", config.currency());
    }
    var cents = money.path(field).asLong();
    if (cents <= 0 || cents > 100_000_000) {
      throw wrong(field, "1..100000000");
    }
    return cents * Credits.MICROS / config.centsPerCredit();
  }

  private String id(String text) {
    if (!ID.matcher(text).matches()) {
      throw wrong("id", "letters, digits, _ and -");
    }
    return key(text);
  }

  private String key(String id) {
    return config.provider().name().toLowerCase(Locale.ROOT) + "/" + id;
  }

  private static Problem wrong(String field, String expected) {
    return Problem.invalid(Map.of(field, expected));
  }

  /// Whether events can be taken at all.
  Optional<String> secret() {
    return config.provider() == PaymentsConfig.Provider.STRIPE
        ? Optional.of(config.secret())
        : Optional.empty();
  }

  static Problem off() {
    return Problem.of(HttpStatus.NOT_FOUND, "No payments are taken here");
  }
}
