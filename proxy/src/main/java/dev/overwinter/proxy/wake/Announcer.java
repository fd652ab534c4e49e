package dev.overwinter.proxy.wake;

import dev.overwinter.servers.ProxyClaim;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Tells one workflow the newest word of this proxy, again and again until it is delivered. A newer
/// word replaces an undelivered older one: only the last is true.
final class Announcer {
  enum Kind {
    JOINED,
    LEFT
  }

  private static final Backoff AGAIN = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));

  private final String serverId;
  private final Entrances house;
  private @Nullable Word word;

  Announcer(String serverId, Entrances house) {
    this.serverId = serverId;
    this.house = house;
  }

  private record Word(Kind kind, ProxyClaim claim) {}

  synchronized void say(Kind kind) {
    word = new Word(kind, house.words().next());
    deliver(word, 0);
  }

  /// A newer word is about to be said by other means.
  synchronized void hush() {
    word = null;
  }

  synchronized boolean idle() {
    return word == null;
  }

  private void deliver(Word what, int failures) {
    var _ = send(what).whenComplete((_, problem) -> delivered(what, problem, failures));
  }

  private CompletableFuture<Void> send(Word what) {
    return switch (what.kind()) {
      case JOINED -> house.waker().playersJoined(serverId, what.claim());
      case LEFT -> house.waker().playersLeft(serverId, what.claim());
    };
  }

  private synchronized void delivered(Word what, @Nullable Throwable problem, int failures) {
    if (!what.equals(word)) {
      return;
    }
    if (problem == null) {
      word = null;
      return;
    }
    house.unreachable(serverId, problem);
    house.later(AGAIN.after(failures), () -> again(what, failures + 1));
  }

  private synchronized void again(Word what, int failures) {
    if (what.equals(word)) {
      deliver(what, failures);
    }
  }
}
