package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a room. Who that is stands in [RoomOrder]; bounds are held by the rules,
/// which refuse, and not by these records.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoomCommand.Open.class, name = "open"),
  @JsonSubTypes.Type(value = RoomCommand.Join.class, name = "join"),
  @JsonSubTypes.Type(value = RoomCommand.Leave.class, name = "leave"),
  @JsonSubTypes.Type(value = RoomCommand.Kick.class, name = "kick"),
  @JsonSubTypes.Type(value = RoomCommand.Mute.class, name = "mute"),
  @JsonSubTypes.Type(value = RoomCommand.Wish.class, name = "wish"),
  @JsonSubTypes.Type(value = RoomCommand.HandOver.class, name = "handOver"),
  @JsonSubTypes.Type(value = RoomCommand.TakeHost.class, name = "takeHost"),
  @JsonSubTypes.Type(value = RoomCommand.Start.class, name = "start"),
  @JsonSubTypes.Type(value = RoomCommand.Finish.class, name = "finish"),
  @JsonSubTypes.Type(value = RoomCommand.Play.class, name = "play"),
  @JsonSubTypes.Type(value = RoomCommand.Say.class, name = "say"),
  @JsonSubTypes.Type(value = RoomCommand.React.class, name = "react"),
  @JsonSubTypes.Type(value = RoomCommand.Configure.class, name = "configure"),
  @JsonSubTypes.Type(value = RoomCommand.AddBot.class, name = "addBot"),
  @JsonSubTypes.Type(value = RoomCommand.Close.class, name = "close"),
})
public sealed interface RoomCommand {

  /// Makes the room unless it is there. Who asks becomes its host and first member; an operator
  /// makes one without members, whose host is who joins first.
  ///
  /// @param name for people
  /// @param game the name of its rule set, for example `top10`
  /// @param creatorName what its host is called there; null for a room without members
  record Open(String name, String game, RoomSettings settings, @Nullable String creatorName)
      implements RoomCommand {}

  /// Becomes a member, or is one already; takes the seat that was laid for the name.
  ///
  /// @param invited whether the api has seen an invitation: a locked room lets them in, one that
  ///   put them out does not
  record Join(String name, boolean invited) implements RoomCommand {
    /// Without an invitation.
    public Join(String name) {
      this(name, false);
    }
  }

  /// Is no member any more.
  record Leave() implements RoomCommand {}

  /// Puts somebody out, whom the room does not let in again while it lives (a guest by their
  /// holder).
  record Kick(MemberId who) implements RoomCommand {}

  /// Lets somebody say nothing for a while.
  ///
  /// @param until says nothing before; null to let them speak again
  record Mute(MemberId who, @Nullable Instant until) implements RoomCommand {}

  /// What somebody is from the next round on.
  record Wish(MemberId who, Role next) implements RoomCommand {}

  /// Makes another the host.
  record HandOver(MemberId who) implements RoomCommand {}

  /// Makes who asks the host in place of one who has gone without a word. Who is there does not
  /// stand in a room: whoever orders it has found that host gone.
  ///
  /// @param from who was found gone; when another is the host by then it is refused
  record TakeHost(MemberId from) implements RoomCommand {}

  /// Begins the next round, and ends the one before.
  ///
  /// @param topic null for one by chance
  /// @param names who plays, by name, as the oldest form has it: seats are laid for who is no
  ///   member, and everybody else looks on; null for the members who are players
  record Start(@Nullable String topic, @Nullable List<String> names) implements RoomCommand {
    public Start {
      names = names == null ? null : List.copyOf(names);
    }
  }

  /// Ends the round before its time.
  record Finish() implements RoomCommand {}

  /// All of these moves or none.
  record Play(List<GameMove> moves) implements RoomCommand {
    public Play {
      moves = List.copyOf(moves);
    }
  }

  /// Gives a message its place; its text was written to PostgreSQL before and is nowhere else.
  ///
  /// @param message its id
  record Say(String message) implements RoomCommand {}

  /// Puts an emoji below a message.
  ///
  /// @param add false to take it back
  record React(String message, String emoji, boolean add) implements RoomCommand {}

  /// Changes what the room was told about itself.
  ///
  /// @param name null to leave it
  /// @param game from the next round on; null to leave it
  /// @param settings those that are to be others; null to leave them
  record Configure(@Nullable String name, @Nullable String game, @Nullable ChangedSettings settings)
      implements RoomCommand {}

  /// Fills a seat from the next round on; [Kick] takes it away.
  record AddBot() implements RoomCommand {}

  /// Ends the room for good.
  record Close() implements RoomCommand {}
}
