package dev.overwinter.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.Meter;
import dev.overwinter.billing.Price;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Tab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Accounts for programs. Credits are decimal text, never rounded; micro-credits are whole numbers.
final class BillingJson {
  private BillingJson() {}

  /// An account.
  ///
  /// @param account whose
  /// @param terms `PREPAID`, or `HOUSE` for whoever runs the platform
  /// @param standing `FUNDED`, or `EMPTY` while nothing may be awake
  /// @param balance credits at this moment, uses that are not booked yet taken off
  /// @param balanceMicros the same in micro-credits
  /// @param perHour credits that all servers together burn an hour
  /// @param lastsUntil when they are used up, if all goes on as it is; null when they last
  /// @param hibernatesAt when servers are told to sleep, so that they have done so before; null
  ///   likewise
  /// @param servers what is used
  record Account(
      String account,
      String terms,
      String standing,
      String balance,
      @JsonProperty("balance_micros") long balanceMicros,
      @JsonProperty("per_hour") String perHour,
      @JsonProperty("lasts_until") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Instant lastsUntil,
      @JsonProperty("hibernates_at") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Instant hibernatesAt,
      List<Use> servers) {

    static Account of(AccountBook book, Map<String, String> names, Instant now) {
      var available = book.balance() - book.unsettled(now);
      return new Account(
          book.account(),
          book.terms().name(),
          book.standing().name(),
          Credits.text(available),
          available,
          Credits.text(book.perHour(now)),
          book.depletesAt(now).orElse(null),
          book.hibernatesAt(now).orElse(null),
          book.state().tabs().stream()
              .filter(tab -> tab.goneAt() == null)
              .map(tab -> Use.of(book, tab, names, now))
              .toList());
    }
  }

  /// What one server of an account uses.
  ///
  /// @param server its id
  /// @param name its name
  /// @param use `AWAKE` or `ASLEEP`; null when it is neither
  /// @param since since when; null likewise
  /// @param perHour credits an hour
  /// @param cost credits of this use so far
  /// @param capPerMonth what it may spend in a month; null without limit
  /// @param standing `FUNDED`, `EMPTY` or `CAPPED`
  record Use(
      String server,
      @Nullable String name,
      @Nullable String use,
      @Nullable Instant since,
      @JsonProperty("per_hour") String perHour,
      String cost,
      @JsonProperty("cap_per_month") @Nullable String capPerMonth,
      String standing) {

    static Use of(AccountBook book, Tab tab, Map<String, String> names, Instant now) {
      var meter = tab.meter();
      return new Use(
          tab.server(),
          names.get(tab.server()),
          meter == null ? null : meter.use().name(),
          meter == null ? null : meter.since(),
          Credits.text(meter == null ? 0 : perHour(book, meter, now)),
          Credits.text(meter == null ? 0 : book.cost(meter, now)),
          tab.capMicros() == 0 ? null : Credits.text(tab.capMicros()),
          standing(book, tab).name());
    }

    private static long perHour(AccountBook book, Meter meter, Instant now) {
      return book.perHour(meter.priceClass(), meter.use(), now);
    }

    private static Standing standing(AccountBook book, Tab tab) {
      return book.standing(tab.server());
    }
  }

  /// One booking.
  ///
  /// @param number on the account
  /// @param at when it became due
  /// @param kind DEPOSIT, GRANT, CHARGE, REFUND or ADJUSTMENT
  /// @param credits what the account got; negative when it paid
  /// @param balance afterwards
  /// @param memo one line for people
  /// @param by who ordered it; absent for the platform
  /// @param server which server was used; absent when it is not for a use, like what follows
  /// @param serverName its name
  /// @param priceClass what it cost, by name
  /// @param use in which way
  /// @param from since when
  /// @param until up to when
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      long number,
      Instant at,
      String kind,
      String credits,
      String balance,
      String memo,
      @Nullable String by,
      @Nullable String server,
      @JsonProperty("server_name") @Nullable String serverName,
      @JsonProperty("price_class") @Nullable String priceClass,
      @Nullable String use,
      @Nullable Instant from,
      @Nullable Instant until) {

    static Line of(BillingReads.Line line) {
      return new Line(
          line.seq(),
          line.at(),
          line.kind(),
          Credits.text(line.micros()),
          Credits.text(line.balance()),
          line.memo(),
          line.by().isEmpty() ? null : line.by(),
          line.server(),
          line.serverName(),
          line.priceClass(),
          line.use(),
          line.from(),
          line.until());
    }
  }

  /// A page of bookings, newest first.
  ///
  /// @param entries the bookings
  /// @param next what to ask for as `before` to read on; null at the end
  record Page(List<Line> entries, @Nullable Long next) {}

  /// A month: opening and all lines are closing.
  ///
  /// @param month for example `2026-11`
  /// @param opening credits before the first line
  /// @param closing credits after the last line
  /// @param lines in order
  record Statement(String month, String opening, String closing, List<Line> lines) {
    static Statement of(BillingReads.Statement statement) {
      return new Statement(
          statement.month().toString(),
          Credits.text(statement.opening()),
          Credits.text(statement.closing()),
          statement.lines().stream().map(Line::of).toList());
    }
  }

  /// A price.
  ///
  /// @param priceClass of games
  /// @param use AWAKE, ASLEEP or SESSION
  /// @param from since when
  /// @param perHour credits an hour
  record PriceLine(
      @JsonProperty("price_class") String priceClass,
      String use,
      Instant from,
      @JsonProperty("per_hour") String perHour) {
    static PriceLine of(Price price) {
      return new PriceLine(
          price.priceClass(),
          price.use().name(),
          price.from(),
          Credits.text(price.microsPerHour()));
    }
  }

  /// What waking would cost.
  ///
  /// @param perHour credits an hour for this server
  /// @param balance credits that there are
  /// @param lastsSeconds how long they last with it awake; null for good
  /// @param text the same for people
  record Estimate(
      @JsonProperty("per_hour") String perHour,
      String balance,
      @JsonProperty("lasts_seconds") @Nullable Long lastsSeconds,
      String text) {}
}
