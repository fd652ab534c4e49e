package dev.overwinter.proxy.wake;

import java.time.Duration;

/// When a sender of datagrams and a game spoke last, and what that says of the sender. Confined to
/// one event loop, except [#proven()].
final class Conversation {
  private static final long PROVEN_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int PROVEN_DATAGRAMS = 8;

  private long heardNanos = System.nanoTime();
  private long answeredNanos;
  private long firstAnsweredNanos;
  private int heardSince;
  private boolean answered;
  private boolean heardAfterAnswer;
  private volatile boolean proven;

  /// The sender spoke.
  void heard() {
    heardNanos = System.nanoTime();
    if (answered) {
      heardAfterAnswer = true;
      heardSince++;
      proven |= heardSince >= PROVEN_DATAGRAMS && heardNanos - firstAnsweredNanos >= PROVEN_NANOS;
    }
  }

  /// The game spoke.
  void answer() {
    answeredNanos = System.nanoTime();
    if (!answered) {
      answered = true;
      firstAnsweredNanos = answeredNanos;
      heardSince = 0;
    }
  }

  /// Another game, or the same one anew, has said nothing yet.
  void restart() {
    answered = false;
  }

  /// Whether this game has spoken.
  boolean answered() {
    return answered;
  }

  /// Whether the sender ever went on after an answer.
  boolean goesOn() {
    return heardAfterAnswer;
  }

  /// Whether the sender is likely to receive what is sent to it: it has gone on for at least
  /// {@value #PROVEN_DATAGRAMS} datagrams and five seconds since the game first answered it. That
  /// proves nothing for certain: a forger who sees no answer may send on all the same. But it has
  /// to do so for each sender that it makes up, and then once in each time of silence that is
  /// allowed. May be asked on any thread.
  boolean proven() {
    return proven;
  }

  /// When the sender spoke last.
  long heardNanos() {
    return heardNanos;
  }

  /// When the game spoke last.
  ///
  /// @param otherwise when it has not
  long answeredNanos(long otherwise) {
    return answered ? answeredNanos : otherwise;
  }
}
