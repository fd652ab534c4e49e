package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.fleet.Mission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a [PlayerCommand].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlayerAnswer.Enrolled.class, name = "enrolled"),
  @JsonSubTypes.Type(value = PlayerAnswer.Settled.class, name = "settled"),
  @JsonSubTypes.Type(value = PlayerAnswer.Done.class, name = "done"),
  @JsonSubTypes.Type(value = PlayerAnswer.Echo.class, name = "echo"),
  @JsonSubTypes.Type(value = PlayerAnswer.Refused.class, name = "refused"),
})
public sealed interface PlayerAnswer {

  /// They play.
  ///
  /// @param player universe_players.id
  /// @param planet their first; null while they have yet to choose one
  record Enrolled(long player, @Nullable Long planet) implements PlayerAnswer {}

  /// The planet is theirs.
  record Settled(long planet, String name, Spot at) implements PlayerAnswer {}

  /// It is done.
  ///
  /// @param id of what was made or changed: a message, an alliance, a planet; 0 for nothing that
  ///   has one
  record Done(long id) implements PlayerAnswer {}

  /// What the phalanx saw.
  record Echo(List<Movement> movements) implements PlayerAnswer {
    public Echo {
      movements = List.copyOf(movements);
    }
  }

  /// It is not done.
  ///
  /// @param reason one line for people
  record Refused(Refusal refusal, String reason) implements PlayerAnswer {}

  /// One fleet on its way to or from a place.
  ///
  /// @param at when it is there
  record Movement(
      String fleet,
      Mission mission,
      boolean returning,
      Spot from,
      Spot to,
      Instant at,
      long ships) {}
}
