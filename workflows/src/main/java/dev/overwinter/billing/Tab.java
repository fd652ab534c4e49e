package dev.overwinter.billing;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an account knows of one of its servers.
///
/// @param server which
/// @param lastNumber of the newest fact that counted
/// @param meter its use that goes on; null when there is none
/// @param capMicros what it may spend in a month; 0 without limit
/// @param month in which [#spentMicros()] was spent, for example `2026-11`
/// @param spentMicros what it has spent in that month, as far as it is settled
/// @param capped whether its cap has been reached in that month
/// @param told what the server was told last
/// @param goneAt since when the server is no more; null while it is. Kept for a while, so that late
///   news of it is known for what it is; beside a meter: that is to be settled up to then
public record Tab(
    String server,
    long lastNumber,
    @Nullable Meter meter,
    long capMicros,
    String month,
    long spentMicros,
    boolean capped,
    Standing told,
    @Nullable Instant goneAt) {
  public Tab {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(month, "month");
    Objects.requireNonNull(told, "told");
  }

  static Tab open(String server) {
    return new Tab(server, 0, null, 0, "", 0, false, Standing.FUNDED, null);
  }

  /// What is used is not gone.
  Tab with(@Nullable Meter next) {
    var since = next == null ? goneAt : null;
    return new Tab(server, lastNumber, next, capMicros, month, spentMicros, capped, told, since);
  }

  Tab seen(long number) {
    return new Tab(server, number, meter, capMicros, month, spentMicros, capped, told, goneAt);
  }

  Tab gone(Instant at) {
    return new Tab(server, lastNumber, null, 0, month, spentMicros, false, told, at);
  }

  /// Is no more, and what it has used has yet to be settled.
  Tab leaving(Instant at) {
    return new Tab(server, lastNumber, meter, capMicros, month, spentMicros, capped, told, at);
  }

  /// Is there after all.
  Tab back() {
    return new Tab(server, lastNumber, meter, capMicros, month, spentMicros, capped, told, null);
  }

  Tab told(Standing standing) {
    return new Tab(
        server, lastNumber, meter, capMicros, month, spentMicros, capped, standing, goneAt);
  }

  Tab cap(long micros) {
    return new Tab(server, lastNumber, meter, micros, month, spentMicros, false, told, goneAt);
  }

  Tab reached() {
    return new Tab(server, lastNumber, meter, capMicros, month, spentMicros, true, told, goneAt);
  }

  /// A month that begins is a month in which nothing was spent.
  Tab in(String now) {
    return month.equals(now)
        ? this
        : new Tab(server, lastNumber, meter, capMicros, now, 0, false, told, goneAt);
  }

  Tab spent(long micros) {
    return new Tab(
        server, lastNumber, meter, capMicros, month, spentMicros + micros, capped, told, goneAt);
  }
}
