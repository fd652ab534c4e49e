package dev.overwinter.billing.web;

import dev.overwinter.billing.AccountBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// How the balance went and how it will go, as the pieces of an SVG, 600 wide and 120 high. What
/// was is a flight of steps, one for each booking; what will be is a slope, because it burns all
/// the time, or flat when nothing does.
///
/// @param past path of what was
/// @param future path of what will be
/// @param area path of the area below both
/// @param now where now is, from the left
/// @param nowPercent the same in hundredths of the width
/// @param nowAnchor which end of a word that stands there must be there, as SVG says it
/// @param top the upper end of the scale in words
/// @param from the left end in words
/// @param until the right end in words
/// @param summary the same for those who cannot see it
record Forecast(
    String past,
    String future,
    String area,
    String now,
    String nowPercent,
    String nowAnchor,
    String top,
    String from,
    String until,
    String summary) {
  private static final double WIDTH = 600;
  private static final double HEIGHT = 120;
  private static final Duration BACK = Duration.ofDays(7);
  private static final Duration AHEAD = Duration.ofDays(7);
  private static final Duration FAR = Duration.ofDays(30);
  private static final int SLOPES = 48;

  /// Right of it a short word has no room for its right half.
  private static final double NARROW = 0.95;

  /// How far back bookings are needed.
  static Instant since(Instant now) {
    return now.minus(BACK);
  }

  static Forecast of(AccountBook book, List<BillingReads.Point> history, Instant now) {
    var end = book.depletesAt(now);
    var horizon =
        end.map(at -> shorter(longer(Duration.between(now, at).multipliedBy(9).dividedBy(8)), FAR))
            .orElse(AHEAD);
    var scale = new Scale(now.minus(BACK), now.plus(horizon), top(book, history));
    var available = book.balance() - book.unsettled(now);
    var past = new StringBuilder();
    var last = history.isEmpty() ? available : history.getFirst().micros();
    past.append(scale.at("M", scale.from, last));
    for (var point : history) {
      past.append(scale.at("L", point.at(), last))
          .append(scale.at("L", point.at(), point.micros()));
      last = point.micros();
    }
    past.append(scale.at("L", now, last)).append(scale.at("L", now, available));
    var future = new StringBuilder(scale.at("M", now, available));
    if (book.perHour(now) == 0) {
      future.append(scale.at("L", scale.until, available));
    } else {
      for (var i = 1; i <= SLOPES; i++) {
        var at = now.plus(horizon.multipliedBy(i).dividedBy(SLOPES));
        var left = Math.max(0, book.balance() - book.unsettled(at));
        future.append(scale.at("L", at, left));
      }
    }
    var area =
        past
            + future.toString().replaceFirst("^M", "L")
            + scale.at("L", scale.until, 0)
            + scale.at("L", scale.from, 0)
            + "Z";
    return new Forecast(
        past.toString(),
        future.toString(),
        area,
        String.format(Locale.ROOT, "%.1f", scale.x(now)),
        String.format(Locale.ROOT, "%.2f%%", 100 * scale.x(now) / WIDTH),
        scale.x(now) > WIDTH * NARROW ? "end" : "middle",
        Amounts.glance(scale.top),
        "7 days ago",
        "in " + Amounts.span(horizon),
        summary(book, now));
  }

  private static String summary(AccountBook book, Instant now) {
    return "Balance: now %s credits, burning %s an hour, lasts %s"
        .formatted(
            Amounts.glance(book.balance() - book.unsettled(now)),
            Amounts.glance(book.perHour(now)),
            Amounts.lasts(book.depletesAt(now), now));
  }

  private static long top(AccountBook book, List<BillingReads.Point> history) {
    var most = Math.max(1_000_000, book.balance());
    for (var point : history) {
      most = Math.max(most, point.micros());
    }
    return Math.multiplyExact(most, 11) / 10;
  }

  private static Duration longer(Duration span) {
    var least = Duration.ofHours(1);
    return span.compareTo(least) < 0 ? least : span;
  }

  private static Duration shorter(Duration span, Duration most) {
    return span.compareTo(most) > 0 ? most : span;
  }

  /// @param from the left end
  /// @param until the right end
  /// @param top micro-credits at the upper end
  private record Scale(Instant from, Instant until, long top) {
    double x(Instant at) {
      var whole = Duration.between(from, until).toMillis();
      return WIDTH * Duration.between(from, at).toMillis() / whole;
    }

    String at(String verb, Instant at, long micros) {
      var y = HEIGHT - HEIGHT * Math.max(0, micros) / top;
      return String.format(Locale.ROOT, "%s%.1f %.1f", verb, x(at), y);
    }
  }
}
