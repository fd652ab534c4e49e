package dev.overwinter.sessions.digitalocean;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Time that passes only while somebody pauses. What is remembered is so for good, as by Temporal
/// for every attempt of one activity.
final class FakePulses extends Clock implements Pulses {
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private Optional<Instant> memory = Optional.empty();

  List<Duration> pauses() {
    return pauses;
  }

  @Override
  public Pulse begin() {
    return new Pulse() {
      @Override
      public void pause(Duration howLong) {
        pauses.add(howLong);
        now = now.plus(howLong);
      }

      @Override
      public void remember(Instant moment) {
        memory = Optional.of(moment);
      }

      @Override
      public Optional<Instant> remembered() {
        return memory;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
