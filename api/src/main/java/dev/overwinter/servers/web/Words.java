package dev.overwinter.servers.web;

import java.time.Duration;
import java.util.Locale;

/// Amounts in words that people read at a glance.
final class Words {
  private Words() {}

  /// For example `3 h 12 min`, `45 s`.
  static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + rest(seconds % 60, " s", seconds < 300);
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h" + rest(seconds % 3600 / 60, " min", true);
    }
    return seconds / 86_400 + " d" + rest(seconds % 86_400 / 3600, " h", true);
  }

  /// For example `1.5 GiB`, `180 MiB`.
  static String bytes(double bytes) {
    double mebibytes = bytes / (1 << 20);
    return mebibytes < 1024
        ? String.format(Locale.ROOT, "%.0f MiB", mebibytes)
        : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
  }

  private static String rest(long amount, String unit, boolean wanted) {
    return wanted && amount > 0 ? " " + amount + unit : "";
  }
}
