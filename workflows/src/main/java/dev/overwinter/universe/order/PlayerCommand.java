package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What takes no time: done at once or refused.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlayerCommand.Enrol.class, name = "enrol"),
  @JsonSubTypes.Type(value = PlayerCommand.ChooseStart.class, name = "chooseStart"),
  @JsonSubTypes.Type(value = PlayerCommand.Seen.class, name = "seen"),
  @JsonSubTypes.Type(value = PlayerCommand.Select.class, name = "select"),
  @JsonSubTypes.Type(value = PlayerCommand.Rename.class, name = "rename"),
  @JsonSubTypes.Type(value = PlayerCommand.Vacation.class, name = "vacation"),
  @JsonSubTypes.Type(value = PlayerCommand.Write.class, name = "write"),
  @JsonSubTypes.Type(value = PlayerCommand.Read.class, name = "read"),
  @JsonSubTypes.Type(value = PlayerCommand.Discard.class, name = "discard"),
  @JsonSubTypes.Type(value = PlayerCommand.Phalanx.class, name = "phalanx"),
  @JsonSubTypes.Type(value = PlayerCommand.Invite.class, name = "invite"),
  @JsonSubTypes.Type(value = PlayerCommand.Ally.class, name = "ally"),
})
public sealed interface PlayerCommand {

  /// Who asks; 0 while they are no player yet.
  long player();

  /// Makes an account a player, with a planet unless the universe lets players choose. Asked again
  /// by the same account, answers with the same player.
  record Enrol(String universe, String account, String username) implements PlayerCommand {
    @Override
    public long player() {
      return 0;
    }
  }

  /// Takes the first planet, once.
  ///
  /// @param position null for the first that is free
  /// @param name null for the universe's usual one
  record ChooseStart(
      long player, int galaxy, int system, @Nullable Integer position, @Nullable String name)
      implements PlayerCommand {}

  /// They are there: who is not for a week counts as inactive. Every other order says so too.
  record Seen(long player) implements PlayerCommand {}

  /// The planet that routes without one mean.
  record Select(long player, long planet) implements PlayerCommand {}

  /// Another name for a planet: 1 to 40 characters.
  record Rename(long player, long planet, String name) implements PlayerCommand {}

  /// On or off.
  record Vacation(long player, boolean on) implements PlayerCommand {}

  /// A message to another player: a subject of 1 to 120 and a body of 1 to 4,000 characters.
  record Write(long player, long to, String subject, String body) implements PlayerCommand {}

  /// Messages and notifications of theirs were read; an empty list is all of them.
  record Read(long player, List<Long> messages) implements PlayerCommand {
    public Read {
      messages = List.copyOf(messages);
    }
  }

  /// A message or notification of theirs is deleted.
  record Discard(long player, long message) implements PlayerCommand {}

  /// Looks from a moon at the fleets of another planet; costs deuterium of the moon.
  record Phalanx(long player, long moon, Spot target) implements PlayerCommand {}

  /// Invites another player into a union that this one founded.
  record Invite(long player, String union, long invited) implements PlayerCommand {}

  /// About alliances.
  record Ally(long player, AllianceOrder order) implements PlayerCommand {}
}
