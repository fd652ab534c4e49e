package dev.overwinter.billing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// What somebody orders to be booked on an account. The key makes it the same order, however often
/// it is given.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MoneyOrder.Deposit.class, name = "deposit"),
  @JsonSubTypes.Type(value = MoneyOrder.Grant.class, name = "grant"),
  @JsonSubTypes.Type(value = MoneyOrder.Refund.class, name = "refund"),
  @JsonSubTypes.Type(value = MoneyOrder.Adjustment.class, name = "adjustment"),
})
public sealed interface MoneyOrder {
  /// The most characters of a key, a name and a reason.
  int LONGEST = 500;

  /// What makes it the same order; without the kind, which is put before it.
  String key();

  /// Micro-credits; negative only for an adjustment.
  long micros();

  /// Who ordered it.
  String by();

  /// One line for people.
  String why();

  /// A provider of payments has the money.
  ///
  /// @param key the provider and its id of the payment
  record Deposit(String key, long micros, String by, String why) implements MoneyOrder {
    public Deposit {
      check(key, micros, by, why);
    }
  }

  /// The house gives credits.
  record Grant(String key, long micros, String by, String why) implements MoneyOrder {
    public Grant {
      check(key, micros, by, why);
    }
  }

  /// Credits for a use are given back.
  record Refund(String key, long micros, String by, String why) implements MoneyOrder {
    public Refund {
      check(key, micros, by, why);
    }
  }

  /// Something is put right, for example a payment that was taken back.
  record Adjustment(String key, long micros, String by, String why) implements MoneyOrder {
    public Adjustment {
      check(key, Math.abs(micros), by, why);
    }
  }

  private static void check(String key, long micros, String by, String why) {
    Line.check("key", key, LONGEST);
    Line.check("by", by, LONGEST);
    Line.check("why", why, LONGEST);
    if (key.isBlank()) {
      throw new IllegalArgumentException("key: empty (expected: what makes it the same order)");
    }
    if (micros <= 0 || micros > Credits.MOST_MICROS) {
      throw new IllegalArgumentException(
          "micros: " + micros + " (expected: 1.." + Credits.MOST_MICROS + ")");
    }
  }

  /// As the ledger books it.
  default Posting posting(Instant now) {
    var kind =
        switch (this) {
          case Deposit _ -> Posting.Kind.DEPOSIT;
          case Grant _ -> Posting.Kind.GRANT;
          case Refund _ -> Posting.Kind.REFUND;
          case Adjustment _ -> Posting.Kind.ADJUSTMENT;
        };
    var prefix =
        switch (this) {
          case Deposit _ -> "payment/";
          case Grant _ -> "grant/";
          case Refund _ -> "given-back/";
          case Adjustment _ -> "adjustment/";
        };
    return new Posting(prefix + key(), kind, micros(), now, why(), by(), null);
  }
}
