package dev.overwinter.sessions.digitalocean;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A budget that never ends unless it is told to, and remembers what it heard.
final class FakeBudget implements CallBudget {
  private final List<Urgency> taken = new ArrayList<>();
  private final List<Limits> heard = new ArrayList<>();
  private Optional<Duration> wait = Optional.empty();

  void hold(Duration howLong) {
    wait = Optional.of(howLong);
  }

  synchronized List<Urgency> taken() {
    return List.copyOf(taken);
  }

  synchronized List<Limits> heard() {
    return List.copyOf(heard);
  }

  @Override
  public synchronized Optional<Duration> take(Urgency urgency) {
    if (wait.isEmpty()) {
      taken.add(urgency);
    }
    return wait;
  }

  @Override
  public synchronized void heard(Limits limits) {
    heard.add(limits);
  }

  @Override
  public int left() {
    return 4_711;
  }

  @Override
  public void room(int dropletLimit, int droplets) {}
}
