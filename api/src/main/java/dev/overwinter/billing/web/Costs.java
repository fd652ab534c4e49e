package dev.overwinter.billing.web;

import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.Meter;
import dev.overwinter.billing.Notice;
import dev.overwinter.billing.Tab;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Says what servers have cost, and what their owners were told last; for those who may know.
@Component
public final class Costs {
  private static final int STRETCHES = 60;
  private static final Duration LATELY = Duration.ofDays(1);
  private static final String GOOD_NEWS = "FUNDED";

  private final BillingReads reads;

  Costs(BillingReads reads) {
    this.reads = reads;
  }

  /// A time in which a server was awake without a break.
  ///
  /// @param since when its container started
  /// @param until when it exited; now while it goes on
  /// @param words for example `awake 2 h 10 min, 1.0833 credits`
  public record Stretch(Instant since, Instant until, String words) {}

  /// The newest stretches of a server, as its account knows them; newest first.
  public List<Stretch> stretches(String owner, String server) {
    var now = Instant.now();
    var stretches = new ArrayList<Stretch>();
    reads
        .book(owner)
        .ifPresent(book ->
            meters(book)
                .filter(tab -> tab.server().equals(server))
                .map(Tab::meter)
                .filter(Objects::nonNull)
                .filter(meter -> meter.use() == Use.AWAKE)
                .forEach(meter ->
                    stretches.add(
                        new Stretch(
                            meter.since(),
                            now,
                            words(meter.since(), now, cost(book, meter, now)) + " so far"))));
    for (var use : reads.uses(owner, server, STRETCHES)) {
      stretches.add(
          new Stretch(use.since(), use.until(), words(use.since(), use.until(), use.micros())));
    }
    return stretches;
  }

  private static String words(Instant since, Instant until, long micros) {
    return "awake "
        + Amounts.span(Duration.between(since, until))
        + (micros == 0 ? ", free" : ", " + credits(micros) + " credits");
  }

  /// Finer than at a glance: the pieces should add up by eye.
  private static String credits(long micros) {
    var rounded = BigDecimal.valueOf(micros, 6).setScale(4, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0
        ? Credits.text(micros)
        : rounded.stripTrailingZeros().toPlainString();
  }

  /// What each of many servers has cost in all, by id; those that have cost nothing are left out.
  ///
  /// @param servers their ids
  /// @param awake the owners of those among them that are awake, whose costs grow
  public Map<String, String> soFar(Collection<String> servers, Set<String> awake) {
    var now = Instant.now();
    var micros = new HashMap<>(reads.costs(servers));
    for (var book : reads.books(awake)) {
      meters(book)
          .filter(tab -> servers.contains(tab.server()))
          .forEach(tab -> micros.merge(tab.server(), unsettled(book, tab, now), Long::sum));
    }
    var words = new HashMap<String, String>();
    micros.forEach((server, sum) -> {
      if (sum > 0) {
        words.put(server, Amounts.glance(sum));
      }
    });
    return words;
  }

  private static Stream<Tab> meters(AccountBook book) {
    return book.state().tabs().stream().filter(tab -> tab.meter() != null);
  }

  private static long unsettled(AccountBook book, Tab tab, Instant now) {
    var meter = tab.meter();
    return meter == null ? 0 : Math.max(0, cost(book, meter, now) - meter.charged());
  }

  private static long cost(AccountBook book, Meter meter, Instant now) {
    return book.terms() == Terms.PREPAID ? book.cost(meter, now) : meter.charged();
  }

  /// What an account was told last, if that was lately and no good news: its owner should see it
  /// wherever they are.
  public Optional<String> warning(String account) {
    return reads.notices(account, 1).stream()
        .filter(notice -> notice.at().isAfter(Instant.now().minus(LATELY)))
        .filter(notice -> !notice.kind().equals(GOOD_NEWS))
        .map(Notice::text)
        .findFirst();
  }
}
