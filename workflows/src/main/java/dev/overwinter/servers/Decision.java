package dev.overwinter.servers;

import java.time.Duration;

/// What the rules say to an order.
public sealed interface Decision {

  /// It is accepted.
  ///
  /// @param move what follows
  record Go(Move move) implements Decision {}

  /// It is refused; nothing changes.
  ///
  /// @param refusal the kind of reason
  /// @param reason one line for people
  /// @param retryAfter when asking again makes sense; zero when it does not
  record No(Refusal refusal, String reason, Duration retryAfter) implements Decision {
    No(Refusal refusal, String reason) {
      this(refusal, reason, Duration.ZERO);
    }
  }
}
