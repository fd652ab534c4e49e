package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.overwinter.rooms.MemberId;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The cards of TOP10 as one viewer sees them, in the order of the deal.
@JsonTypeName("top10")
public record Top10View(List<Card> cards) implements GameView {
  public Top10View {
    cards = List.copyOf(cards);
  }

  /// One card.
  ///
  /// @param id 4 hexadecimal digits
  /// @param faceDown whether its value is hidden from others
  /// @param value 1 to 10; null when this viewer may not see it now
  /// @param peeked who looks below it now, and who has looked and does not any more
  /// @param scored what a master guesses; null before
  public record Card(
      String id,
      MemberId player,
      boolean faceDown,
      @Nullable Integer value,
      SortedMap<MemberId, Boolean> peeked,
      @Nullable Integer scored) {}
}
