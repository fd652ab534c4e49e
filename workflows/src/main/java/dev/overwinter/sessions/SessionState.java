package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;

/// What a session is doing. The state table is in the package documentation; [SessionRules] is the
/// only code that moves from one to another.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionState.Reserving.class, name = "RESERVING"),
  @JsonSubTypes.Type(value = SessionState.Creating.class, name = "CREATING"),
  @JsonSubTypes.Type(value = SessionState.Booting.class, name = "BOOTING"),
  @JsonSubTypes.Type(value = SessionState.Starting.class, name = "STARTING"),
  @JsonSubTypes.Type(value = SessionState.Warm.class, name = "WARM"),
  @JsonSubTypes.Type(value = SessionState.Leasing.class, name = "LEASING"),
  @JsonSubTypes.Type(value = SessionState.Ready.class, name = "READY"),
  @JsonSubTypes.Type(value = SessionState.Draining.class, name = "DRAINING"),
  @JsonSubTypes.Type(value = SessionState.Ending.class, name = "ENDING"),
  @JsonSubTypes.Type(value = SessionState.Over.class, name = "OVER"),
  @JsonSubTypes.Type(value = SessionState.Refused.class, name = "REFUSED"),
})
public sealed interface SessionState {

  /// Since when it is so.
  Instant since();

  /// Tag, quota and idempotency key are being recorded.
  record Reserving(Instant since) implements SessionState {}

  /// A droplet is being asked for.
  ///
  /// @param since when this attempt began
  /// @param attempt 1 for the first; tag and name are made of it
  /// @param choice which of the choices, from 0
  record Creating(Instant since, int attempt, int choice) implements SessionState {}

  /// It was accepted and has no address yet.
  ///
  /// @param since when it was accepted
  /// @param begun when this attempt began
  /// @param droplet its id
  record Booting(Instant since, Instant begun, int attempt, int choice, long droplet)
      implements SessionState {}

  /// It has an address; the game has said nothing yet.
  ///
  /// @param begun when this attempt began
  /// @param host where
  record Starting(Instant since, Instant begun, Host host) implements SessionState {}

  /// The game is up and waits for somebody.
  record Warm(Instant since, Host host) implements SessionState {}

  /// Somebody's quota and idempotency key are being recorded.
  ///
  /// @param warmSince since when it had waited
  /// @param lease whose it will be
  record Leasing(Instant since, Instant warmSince, Host host, Lease lease)
      implements SessionState {}

  /// Somebody's.
  ///
  /// @param since when its lease began
  record Ready(Instant since, Host host) implements SessionState {}

  /// Nobody joins any more; who plays may finish.
  ///
  /// @param since when that was decided
  /// @param until how long
  record Draining(Instant since, Instant until, Host host, EndWhy why, String reason)
      implements SessionState {}

  /// All that it ever asked for is being destroyed, until it is gone.
  ///
  /// @param reason one line for people
  record Ending(Instant since, EndWhy why, String reason) implements SessionState {}

  /// Nothing is left.
  ///
  /// @param reason one line for people
  record Over(Instant since, EndWhy why, String reason) implements SessionState {}

  /// It never was, and nothing was ever asked for.
  ///
  /// @param reason one line for people
  /// @param retryAfter when asking again makes sense; zero when it does not
  /// @param existing the session that the same request has got already; empty otherwise
  record Refused(
      Instant since, Refusal refusal, String reason, Duration retryAfter, String existing)
      implements SessionState {}

  /// The name that people, metrics and search attributes use, for example `READY`.
  default String label() {
    return switch (this) {
      case Reserving _ -> "RESERVING";
      case Creating _ -> "CREATING";
      case Booting _ -> "BOOTING";
      case Starting _ -> "STARTING";
      case Warm _ -> "WARM";
      case Leasing _ -> "LEASING";
      case Ready _ -> "READY";
      case Draining _ -> "DRAINING";
      case Ending _ -> "ENDING";
      case Over s -> s.why().verdict();
      case Refused _ -> "REFUSED";
    };
  }

  /// What people should read beside the label; empty when the label says it all.
  default String reason() {
    return switch (this) {
      case Creating s -> s.attempt() > 1 ? "attempt " + s.attempt() : "";
      case Draining s -> s.reason();
      case Ending s -> s.reason();
      case Over s -> s.reason();
      case Refused s -> s.reason();
      case Reserving _, Booting _, Starting _, Warm _, Leasing _, Ready _ -> "";
    };
  }

  /// Whether nothing is under way, so that a history may be cut here.
  default boolean settled() {
    return switch (this) {
      case Warm _, Ready _ -> true;
      case Reserving _,
          Creating _,
          Booting _,
          Starting _,
          Leasing _,
          Draining _,
          Ending _,
          Over _,
          Refused _ ->
          false;
    };
  }

  /// Whether nothing will ever follow.
  default boolean over() {
    return this instanceof Over || this instanceof Refused;
  }

  /// Whether who asked for it still has to wait.
  default boolean coming() {
    return switch (this) {
      case Reserving _, Creating _, Booting _, Starting _, Leasing _ -> true;
      case Warm _, Ready _, Draining _, Ending _, Over _, Refused _ -> false;
    };
  }
}
