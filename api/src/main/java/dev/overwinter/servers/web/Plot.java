package dev.overwinter.servers.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// One curve over time as the pieces of an SVG, 600 wide and 100 high. Where nothing was measured
/// for half a minute, because the server slept, the curve is broken.
///
/// @param title what is shown
/// @param now the newest value in words; a dash when there is none
/// @param top the upper end of the scale in words
/// @param line path of the curve
/// @param area path of the area below it
/// @param summary the same for those who cannot see it
record Plot(String title, String now, String top, String line, String area, String summary) {
  private static final double WIDTH = 600;
  private static final double HEIGHT = 100;
  private static final Duration GAP = Duration.ofSeconds(30);

  /// A value that could not be measured.
  static final double NONE = Double.NaN;

  /// Draws samples.
  ///
  /// @param least the scale reaches at least that far
  static Plot of(
      String title,
      List<ServerRow.Sample> samples,
      Instant from,
      Instant to,
      double least,
      ToDoubleFunction<ServerRow.Sample> value,
      DoubleFunction<String> words) {
    double highest =
        samples.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).max().orElse(0);
    double top = nice(Math.max(least, highest));
    var pen = new Pen(from, to, top, gap(samples));
    for (var sample : samples) {
      pen.to(sample.at(), value.applyAsDouble(sample));
    }
    pen.lift();
    double last = samples.isEmpty() ? NONE : value.applyAsDouble(samples.getLast());
    boolean fresh =
        !samples.isEmpty() && samples.getLast().at().isAfter(to.minus(GAP)) && !Double.isNaN(last);
    var now = fresh ? words.apply(last) : "–";
    return new Plot(
        title,
        now,
        words.apply(top),
        pen.line.toString(),
        pen.area.toString(),
        title + ": now " + now + ", highest " + words.apply(highest));
  }

  /// The same for a game that does not run: its newest value is not one of now.
  Plot stopped() {
    return new Plot(title, "–", top, line, area, summary.replace("now " + now, "now –"));
  }

  /// Thinned-out samples lie further apart than 30 s without any sleep between them.
  private static Duration gap(List<ServerRow.Sample> samples) {
    if (samples.size() < 3) {
      return GAP;
    }
    var usual =
        Duration.between(samples.getFirst().at(), samples.getLast().at()).dividedBy(samples.size());
    var twice = usual.multipliedBy(3);
    return twice.compareTo(GAP) > 0 ? twice : GAP;
  }

  private static double nice(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
    for (double step : new double[] {1, 2, 2.5, 5, 10}) {
      if (value <= step * power * 1.0001) {
        return step * power;
      }
    }
    return value;
  }

  /// Writes paths; lifted where nothing is known.
  private static final class Pen {
    final StringBuilder line = new StringBuilder();
    final StringBuilder area = new StringBuilder();
    private final Instant from;
    private final double seconds;
    private final double top;
    private final Duration gap;
    private Instant last = Instant.MIN;
    private double lastX = NONE;

    Pen(Instant from, Instant to, double top, Duration gap) {
      this.from = from;
      this.seconds = Math.max(1, Duration.between(from, to).toMillis() / 1000.0);
      this.top = top;
      this.gap = gap;
    }

    void to(Instant at, double value) {
      if (Double.isNaN(value)) {
        lift();
        return;
      }
      double x = WIDTH * Duration.between(from, at).toMillis() / 1000.0 / seconds;
      double y = HEIGHT - HEIGHT * Math.min(1, value / top);
      if (!Double.isNaN(lastX) && last.plus(gap).isBefore(at)) {
        lift();
      }
      if (Double.isNaN(lastX)) {
        line.append(String.format(Locale.ROOT, "M%.1f %.1f", x, y));
        area.append(String.format(Locale.ROOT, "M%.1f %.0fL%.1f %.1f", x, HEIGHT, x, y));
      } else {
        line.append(String.format(Locale.ROOT, "L%.1f %.1f", x, y));
        area.append(String.format(Locale.ROOT, "L%.1f %.1f", x, y));
      }
      last = at;
      lastX = x;
    }

    void lift() {
      if (!Double.isNaN(lastX)) {
        area.append(String.format(Locale.ROOT, "L%.1f %.0fZ", lastX, HEIGHT));
        lastX = NONE;
      }
    }
  }
}
