package dev.overwinter.billing.web;

import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.PriceList;
import dev.overwinter.billing.Tab;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Says what an action will cost before it is taken.
@Component
public final class Estimates {
  private final BillingReads reads;

  Estimates(BillingReads reads) {
    this.reads = reads;
  }

  /// What it costs an owner to have one more server of a price class awake; empty when the owner
  /// pays nothing, and while nothing is known of the account.
  ///
  /// @param purse whether the reader may know how long the owner's credits last
  public Optional<String> wake(String owner, String priceClass, boolean purse) {
    var now = Instant.now();
    return reads
        .book(owner)
        .filter(book -> book.terms() == Terms.PREPAID)
        .map(book ->
            purse ? of(book, priceClass, now).text() : text(price(book, priceClass, now)) + ".");
  }

  private static String text(long perHour) {
    return perHour == 0
        ? "Waking costs nothing"
        : "Waking costs %s credits/h".formatted(Credits.text(perHour));
  }

  /// What a server has cost its owner in all, this use too; empty when the owner pays nothing.
  public Optional<String> spent(String owner, String server) {
    var now = Instant.now();
    return reads
        .book(owner)
        .filter(book -> book.terms() == Terms.PREPAID)
        .map(book -> Amounts.glance(reads.cost(server) + unsettled(book, server, now)));
  }

  private static long unsettled(AccountBook book, String server, Instant now) {
    return book.state().tabs().stream()
        .filter(tab -> tab.server().equals(server))
        .map(Tab::meter)
        .filter(Objects::nonNull)
        .mapToLong(meter -> Math.max(0, book.cost(meter, now) - meter.metered()))
        .sum();
  }

  /// What a class of games costs an hour awake, for example `0.5 credits/h`.
  public String hour(String priceClass) {
    var micros = new PriceList(reads.prices()).perHour(priceClass, Use.AWAKE, Instant.now());
    return micros == 0 ? "free" : Credits.text(micros) + " credits/h";
  }

  /// An account that pays nothing has no prices; everybody else's are the list's.
  private long price(AccountBook book, String priceClass, Instant now) {
    return book.terms() == Terms.HOUSE
        ? 0
        : new PriceList(reads.prices()).perHour(priceClass, Use.AWAKE, now);
  }

  BillingJson.Estimate of(AccountBook book, String priceClass, Instant now) {
    var perHour = price(book, priceClass, now);
    var available = book.balance() - book.unsettled(now);
    var until = perHour == 0 ? Optional.<Instant>empty() : book.depletesWith(priceClass, now);
    var lasts = until.map(_ -> "; you have " + Amounts.lasts(until, now)).orElse("");
    return new BillingJson.Estimate(
        Credits.text(perHour),
        Credits.text(available),
        until.map(at -> Duration.between(now, at).toSeconds()).orElse(null),
        text(perHour) + lasts + ".");
  }
}
