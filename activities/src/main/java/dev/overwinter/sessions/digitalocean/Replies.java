package dev.overwinter.sessions.digitalocean;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.function.Supplier;

/// What an answer means for whoever asked. All that people may read of it is written here.
final class Replies {
  /// Type of failures that are tried again.
  static final String PROVIDER = "Provider";

  /// Somebody has to look at the token first.
  private static final Duration REJECTED = Duration.ofMinutes(1);

  private Replies() {}

  /// An answer that says yes.
  ///
  /// @throws Later when it says: not now
  /// @throws Unanswered when it says nothing of use
  static Reply expected(Reply reply) {
    if (reply.ok()) {
      return reply;
    }
    throw refused(reply);
  }

  /// Why an answer is none of those that were expected.
  static RuntimeException refused(Reply reply) {
    return switch (reply.status()) {
      case 401, 403 ->
          new Later(REJECTED, "DigitalOcean does not accept our token (" + reply.status() + ")");
      case 422 -> new Later(Duration.ofSeconds(5), "DigitalOcean is not ready for it yet (422)");
      default -> new Unanswered(true, "DigitalOcean answered " + reply.status());
    };
  }

  /// Runs a step of an activity: what may be tried again is told to Temporal as such.
  static <T> T retryable(Supplier<T> step) {
    try {
      return step.get();
    } catch (Later later) {
      throw ApplicationFailure.newBuilder()
          .setMessage(later.getMessage())
          .setType(PROVIDER)
          .setNextRetryDelay(later.after())
          .build();
    } catch (Unanswered unanswered) {
      throw ApplicationFailure.newFailure(
          "DigitalOcean cannot be reached: " + unanswered.getMessage(), PROVIDER);
    }
  }
}
