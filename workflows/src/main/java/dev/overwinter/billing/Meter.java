package dev.overwinter.billing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// One use of one server that goes on.
///
/// @param server which
/// @param number of the fact that began it
/// @param run which start of its container; empty when it sleeps
/// @param priceClass what it costs, by name
/// @param use in which way
/// @param since when it began
/// @param minimum how long it counts at least
/// @param stopsWithin how long its stop may take
/// @param settledUntil up to when it is settled
/// @param metered micro-credits that it has cost until then
/// @param waived how much of them the house has paid, because the account could not
public record Meter(
    String server,
    long number,
    String run,
    String priceClass,
    Use use,
    Instant since,
    Duration minimum,
    Duration stopsWithin,
    Instant settledUntil,
    long metered,
    long waived) {

  /// How long a wake counts at least, once however often the platform starts it again.
  public static final Duration MINIMUM = Duration.ofMinutes(1);

  public Meter {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(priceClass, "priceClass");
    Objects.requireNonNull(use, "use");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(minimum, "minimum");
    Objects.requireNonNull(stopsWithin, "stopsWithin");
    Objects.requireNonNull(settledUntil, "settledUntil");
  }

  static Meter begin(MeterFact.Started fact) {
    var minimum = fact.use() == Use.AWAKE && !fact.continues() ? MINIMUM : Duration.ZERO;
    return new Meter(
        fact.server(),
        fact.number(),
        fact.run(),
        fact.priceClass(),
        fact.use(),
        fact.at(),
        minimum,
        fact.stopsWithin(),
        fact.at(),
        0,
        0);
  }

  Meter settled(Instant until, long total, long nowWaived) {
    return ended(until, total, waived + nowWaived);
  }

  Meter ended(Instant until, long total, long waivedInAll) {
    return new Meter(
        server,
        number,
        run,
        priceClass,
        use,
        since,
        minimum,
        stopsWithin,
        until,
        total,
        waivedInAll);
  }

  /// What the account has paid for it.
  public long charged() {
    return metered - waived;
  }

  /// When its minimum is over; at rest until then, because that much is owed from the beginning.
  Instant moves() {
    return since.plus(minimum);
  }

  /// What it burns from its beginning to a moment.
  public BigInteger burn(PriceList prices, Instant until) {
    var end = until.isBefore(moves()) ? moves() : until;
    return prices.burn(priceClass, use, since, end);
  }

  /// What it has cost in all when it ends at a moment.
  public long due(PriceList prices, Instant until) {
    return PriceList.micros(burn(prices, until));
  }

  /// What it burns an hour at a moment.
  public long perHour(PriceList prices, Instant at) {
    return prices.perHour(priceClass, use, at);
  }

  boolean costs(PriceList prices) {
    return prices.everCosts(priceClass, use, since);
  }
}
