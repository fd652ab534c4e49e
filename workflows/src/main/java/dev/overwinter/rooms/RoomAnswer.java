package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// The answer to a [RoomOrder]. It holds nothing that is hidden: what its asker may see, they read.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoomAnswer.Done.class, name = "done"),
  @JsonSubTypes.Type(value = RoomAnswer.Refused.class, name = "refused"),
})
public sealed interface RoomAnswer {

  /// It is so, and in PostgreSQL.
  ///
  /// @param seq of its last event; when it changed nothing (who joins is there already), of the
  ///   room's last
  /// @param changed whether it changed anything
  /// @param made the id of what was made: a round's, a bot's, a member's; null for nothing
  record Done(long seq, boolean changed, @Nullable String made) implements RoomAnswer {}

  /// It is not, and nothing has changed.
  ///
  /// @param reason one line for people; never with a value of the game in it
  record Refused(RoomRefusal refusal, String reason) implements RoomAnswer {}
}
