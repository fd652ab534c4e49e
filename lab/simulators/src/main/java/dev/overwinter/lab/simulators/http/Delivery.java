package dev.overwinter.lab.simulators.http;

import java.time.Duration;

/// How a request ends on the wire.
sealed interface Delivery {
  /// The answer is sent, after a while.
  record Sent(Answer answer, Duration after) implements Delivery {}

  /// The connection closes without a byte.
  record Dropped() implements Delivery {}

  /// Nothing happens for a while, then the connection closes.
  record Hung(Duration silence) implements Delivery {}
}
