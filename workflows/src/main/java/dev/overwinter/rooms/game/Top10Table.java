package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.overwinter.rooms.MemberId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The cards of a round of TOP10, in the order of the deal.
@JsonTypeName("top10")
public record Top10Table(List<Card> cards) implements Table {
  public Top10Table {
    cards = List.copyOf(cards);
  }

  /// One card.
  ///
  /// @param id 4 hexadecimal digits
  /// @param value 1 to 10, of each at most one
  /// @param peeked who looks below it now (true), and who has looked (false)
  /// @param scored what a master guesses; null before
  /// @param counts the guess when it was first turned over, which alone makes points; 0 when there
  ///   was none; null while it never was
  public record Card(
      String id,
      MemberId player,
      int value,
      boolean faceDown,
      SortedMap<MemberId, Boolean> peeked,
      @Nullable Integer scored,
      @Nullable Integer counts) {
    public Card {
      peeked = Collections.unmodifiableSortedMap(new TreeMap<>(peeked));
    }

    /// Never tells the value.
    @Override
    public String toString() {
      return "Card[" + id + " of " + player.text() + "]";
    }
  }
}
