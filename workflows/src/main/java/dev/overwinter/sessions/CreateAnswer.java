package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/// What became of one request for a droplet. All but [Unknown] are certain.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CreateAnswer.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = CreateAnswer.SoldOut.class, name = "soldOut"),
  @JsonSubTypes.Type(value = CreateAnswer.NoRoom.class, name = "noRoom"),
  @JsonSubTypes.Type(value = CreateAnswer.Invalid.class, name = "invalid"),
  @JsonSubTypes.Type(value = CreateAnswer.NotNow.class, name = "notNow"),
  @JsonSubTypes.Type(value = CreateAnswer.Unknown.class, name = "unknown"),
})
public sealed interface CreateAnswer {

  /// 202: it will exist, or vanish again.
  record Accepted(DropletFacts droplet) implements CreateAnswer {}

  /// 422: this region or size is not to be had; another one may be.
  ///
  /// @param reason one line for people, nothing of the provider's body
  record SoldOut(String reason) implements CreateAnswer {}

  /// 422: the account's droplet_limit is reached, in whatever region.
  ///
  /// @param reason one line for people
  record NoRoom(String reason) implements CreateAnswer {}

  /// It can never be made so: 400, 401, 403, or any other 422.
  ///
  /// @param reason one line for people
  record Invalid(String reason) implements CreateAnswer {}

  /// Certainly not made, but it may be later: 429, or the shared budget of calls is used up.
  ///
  /// @param after when to ask again, as Retry-After or ratelimit-reset say; positive
  record NotNow(Duration after) implements CreateAnswer {}

  /// It may have been made: a timeout, a broken connection, 5xx, an answer that cannot be read.
  ///
  /// @param reason one line for the log
  record Unknown(String reason) implements CreateAnswer {}
}
