package dev.overwinter.lab.simulators.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// What the droplets cost up to a moment, to the second: at least 60 seconds and at least one cent
/// each, running from the 202 until the destroy, whatever the status was meanwhile.
///
/// @param lines one per droplet, in the order of their ids; a failed placement costs nothing
public record Bill(List<Line> lines) {
  private static final long LEAST_SECONDS = 60;
  private static final long LEAST_MICROS = 10_000;
  private static final long SECONDS_PER_HOUR = 3_600;

  public Bill {
    lines = List.copyOf(lines);
  }

  /// One droplet's share.
  ///
  /// @param seconds lived, begun ones counted
  /// @param billedSeconds the same, with the minimum
  /// @param micros millionths of a US dollar
  public record Line(Droplet droplet, long seconds, long billedSeconds, long micros) {}

  /// Returns the bill of these droplets.
  public static Bill of(Collection<Droplet> droplets, Instant now) {
    return new Bill(droplets.stream().map(droplet -> line(droplet, now)).toList());
  }

  private static Line line(Droplet droplet, Instant now) {
    if (droplet.vanishedAt(now)) {
      return new Line(droplet, 0, 0, 0);
    }
    var end = droplet.destroyedAt();
    var lived = Duration.between(droplet.createdAt(), end == null ? now : end);
    long seconds = lived.toSeconds() + (lived.toNanosPart() > 0 ? 1 : 0);
    long billed = Math.max(LEAST_SECONDS, seconds);
    long micros = Math.ceilDiv(Math.multiplyExact(billed, hourly(droplet)), SECONDS_PER_HOUR);
    return new Line(droplet, seconds, billed, Math.max(LEAST_MICROS, micros));
  }

  private static long hourly(Droplet droplet) {
    return Size.ALL.stream()
        .filter(size -> size.slug().equals(droplet.size()))
        .findFirst()
        .orElseThrow()
        .microsPerHour();
  }

  public long seconds() {
    return lines.stream().mapToLong(Line::seconds).sum();
  }

  public long billedSeconds() {
    return lines.stream().mapToLong(Line::billedSeconds).sum();
  }

  public long micros() {
    return lines.stream().mapToLong(Line::micros).sum();
  }
}
