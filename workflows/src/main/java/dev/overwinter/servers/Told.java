package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// What is known of a line that was to be said to a game. Said once at most: where nobody can know
/// whether it was, that is the answer.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Told.Written.class, name = "written"),
  @JsonSubTypes.Type(value = Told.Answered.class, name = "answered"),
  @JsonSubTypes.Type(value = Told.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Told.Unsure.class, name = "unsure"),
})
public sealed interface Told {

  /// It stands on the game's standard input; what the game says to it is in its log.
  record Written() implements Told {}

  /// The game has heard it and answered.
  ///
  /// @param lines what, cleaned and bounded; none when it answered with nothing
  record Answered(List<String> lines) implements Told {
    public Answered {
      lines = List.copyOf(lines);
    }
  }

  /// It was not said, for certain.
  ///
  /// @param why the kind of reason
  /// @param reason one line for people
  record Refused(Untold why, String reason) implements Told {}

  /// It may have been said.
  ///
  /// @param reason one line for people
  record Unsure(String reason) implements Told {}
}
