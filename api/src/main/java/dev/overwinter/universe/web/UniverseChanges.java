package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.live.Listening;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hears from PostgreSQL that something has happened to a player, or that a login has ended; see
/// [Listening]. Listeners are called on the listening thread and must not wait.
@Component
final class UniverseChanges implements SmartLifecycle, Listening.Hearer {
  private final Listening listening;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  UniverseChanges(ApiConfig config) {
    this.listening =
        new Listening(
            config.database(), "universe", List.of("universe_event", "login_ended"), this);
  }

  /// Somebody who wants to know.
  interface Listener {

    /// A player has events to read.
    void happened(long player);

    /// A login is over.
    void ended(String login);

    /// Both of the above may have been missed.
    void lookAgain();
  }

  void add(Listener listener) {
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  /// Whether the process still serves; long answers end when it does not.
  boolean open() {
    return listening.open();
  }

  @Override
  public void start() {
    listening.start();
  }

  @Override
  public void stop() {
    listening.stop();
  }

  @Override
  public boolean isRunning() {
    return listening.open();
  }

  /// Stops before the web server does, so that long answers end instead of holding it up.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void heard(String channel, String about) {
    if ("login_ended".equals(channel)) {
      listeners.forEach(listener -> listener.ended(about));
    } else if (about.matches("[0-9]{1,18}")) {
      long player = Long.parseLong(about);
      listeners.forEach(listener -> listener.happened(player));
    } else {
      lookAgain();
    }
  }

  @Override
  public void lookAgain() {
    listeners.forEach(Listener::lookAgain);
  }
}
