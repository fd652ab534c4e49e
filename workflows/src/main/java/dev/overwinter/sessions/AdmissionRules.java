package dev.overwinter.sessions;

import java.time.Duration;

/// Decides whether one more session may begin, before anything is asked of the provider. Pure; the
/// records call it within the transaction that counts and inserts, so that no two get the last
/// place.
public final class AdmissionRules {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration LATER = Duration.ofMinutes(10);

  private AdmissionRules() {}

  /// A new session, or a lease of a warm one.
  ///
  /// @param count without the one that is asked for
  /// @param microsPerHour what it costs an hour
  /// @param warm whether it is one of a pool that counts in the fleet already; then only quotas of
  ///   people are asked
  public static AdmitAnswer admit(
      FleetLimits limits, FleetCount count, long microsPerHour, boolean warm) {
    if (count.ofRequester() >= limits.perRequester() || count.ofOwner() >= limits.perOwner()) {
      return no(Refusal.QUOTA, "you have as many sessions as you may have", SOON);
    }
    if (count.lately() >= limits.anHour()) {
      return no(Refusal.QUOTA, "you have begun as many sessions as you may in an hour", LATER);
    }
    if (warm) {
      return new AdmitAnswer.Admitted();
    }
    return forPool(limits, count, microsPerHour);
  }

  /// One that a pool wants to keep warm, or an operator's machine: nobody's quota is asked.
  public static AdmitAnswer forPool(FleetLimits limits, FleetCount count, long microsPerHour) {
    if (count.live() >= limits.live()) {
      return no(Refusal.FLEET_FULL, "all places are taken", SOON);
    }
    // Written so that no sum can overflow.
    if (microsPerHour > limits.microsPerHour() - count.microsPerHour()) {
      return no(Refusal.SPEND_CAP, "the platform spends as much as it may", LATER);
    }
    return new AdmitAnswer.Admitted();
  }

  private static AdmitAnswer no(Refusal refusal, String reason, Duration retryAfter) {
    return new AdmitAnswer.Refused(refusal, reason, retryAfter);
  }
}
