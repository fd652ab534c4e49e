package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Why nobody gets a session.
public enum Refusal {
  /// Who asks has as many as they may have, or asks too often.
  QUOTA,
  /// The fleet is as large as it may be.
  FLEET_FULL,
  /// What the fleet costs an hour is all that it may cost.
  SPEND_CAP,
  /// The provider's own limit of droplets is reached.
  DROPLET_LIMIT,
  /// No region or size of those allowed is to be had.
  SOLD_OUT,
  /// Its account cannot pay.
  CREDITS,
  /// Somebody was faster.
  TAKEN,
  /// The tag is another session's, or was until lately: ask with another one.
  TAG_TAKEN,
  /// It is ending, or over.
  OVER,
  /// It could not be made.
  FAILED,
  /// One that a newer program knows and this one does not: the reason in words tells people.
  @JsonEnumDefaultValue
  OTHER
}
