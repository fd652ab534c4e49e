package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomView;
import dev.overwinter.rooms.game.Top10View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A room as its page shows it before a script runs: made of nothing but what its viewer may see.
///
/// @param view the same as JSON, from which the script goes on
/// @param talk what was said last, as JSON
/// @param games all games, as JSON
/// @param people how many there are, for people
/// @param topic of the round under way; empty for none
/// @param what the round is called; empty for none
/// @param cards those of the others
/// @param own the viewer's; null for who has none
/// @param fresh whether there has been no round yet, so that people have still to come
record RoomPage(
    String id,
    String name,
    String gameName,
    String view,
    String talk,
    String games,
    String people,
    String topic,
    String what,
    List<Seat> seats,
    List<Total> totals,
    List<Card> cards,
    @Nullable Card own,
    boolean fresh) {
  private static final Seat NOBODY = new Seat("", "", "", 0, "", false);
  private static final Card NO_CARD = new Card("", "", "", 0, "", "", "", "", false, "");
  private static final Total NO_TOTAL = new Total("", "", "", 0, "", "");

  RoomPage {
    seats = List.copyOf(seats);
    totals = List.copyOf(totals);
    cards = List.copyOf(cards);
  }

  /// Somebody.
  ///
  /// @param words what they do
  record Seat(String id, String name, String letter, int colour, String words, boolean host) {}

  /// Points of all rounds.
  record Total(String id, String place, String letter, int colour, String name, String points) {}

  /// A card on the table.
  ///
  /// @param value empty while the viewer does not see it
  /// @param state how it lies: `up`, `peek`, or nothing
  /// @param guess empty for none
  /// @param hit how good the guess was, once the card is up
  /// @param looks whether somebody looks below it
  /// @param words all of that, for who hears it
  record Card(
      String id,
      String player,
      String letter,
      int colour,
      String value,
      String state,
      String guess,
      String hit,
      boolean looks,
      String words) {}

  /// What the script makes new members of.
  public Seat nobody() {
    return NOBODY;
  }

  /// What the script makes new cards of.
  public Card noCard() {
    return NO_CARD;
  }

  /// What the script makes new totals of.
  public Total noTotal() {
    return NO_TOTAL;
  }

  /// What stands where the round would.
  public String idle() {
    return topic.isEmpty() ? "No round is under way." : "";
  }

  static RoomPage of(RoomView room, String view, String talk, String games) {
    Map<MemberId, String> names = new HashMap<>();
    room.members().forEach(member -> names.put(member.id(), member.name()));
    var round = room.round();
    List<Card> cards = new ArrayList<>();
    Card own = null;
    if (round != null && round.table() instanceof Top10View table) {
      for (var card : table.cards()) {
        var shown = card(card, names, room.you());
        if (card.player().equals(room.you())) {
          own = shown;
        } else {
          cards.add(shown);
        }
      }
    }
    int count = room.members().size();
    return new RoomPage(
        room.id().text(),
        room.name(),
        GameWords.name(room.game()),
        view,
        talk,
        games,
        count == 1 ? "1 person" : count + " people",
        round == null ? "" : topic(room.game(), round.topic()),
        round == null ? "" : "Round " + round.number(),
        seats(room),
        totals(room, names),
        cards,
        own,
        room.rounds() == 0 && room.over() == null);
  }

  /// A game without a choice of topics calls its rounds by its own key.
  private static String topic(String game, String topic) {
    return topic.equals(game) ? GameWords.name(game) : topic;
  }

  private static List<Seat> seats(RoomView room) {
    return room.members().stream()
        .map(member ->
            new Seat(
                member.id().text(),
                member.name(),
                Faces.letter(member.name()),
                Faces.colour(member.id().text()),
                room.round() == null ? "will " + will(member.next()) : does(member.role()),
                member.id().equals(room.host())))
        .toList();
  }

  private static String does(Role role) {
    return switch (role) {
      case PLAYER -> "plays";
      case MASTER -> "guesses";
      case WATCHER -> "watches";
    };
  }

  private static String will(Role role) {
    return switch (role) {
      case PLAYER -> "play";
      case MASTER -> "guess";
      case WATCHER -> "watch";
    };
  }

  private static List<Total> totals(RoomView room, Map<MemberId, String> names) {
    var sorted =
        room.totals().entrySet().stream()
            .sorted(Map.Entry.<MemberId, Integer>comparingByValue(Comparator.reverseOrder()))
            .toList();
    List<Total> totals = new ArrayList<>();
    int place = 0;
    for (int nth = 0; nth < sorted.size(); nth++) {
      var one = sorted.get(nth);
      if (nth == 0 || !one.getValue().equals(sorted.get(nth - 1).getValue())) {
        place = nth + 1;
      }
      var name = names.getOrDefault(one.getKey(), "somebody who left");
      var id = one.getKey().text();
      totals.add(
          new Total(
              id,
              String.valueOf(place),
              Faces.letter(name),
              Faces.colour(id),
              name,
              String.valueOf(one.getValue())));
    }
    return totals;
  }

  private static Card card(
      Top10View.Card card, Map<MemberId, String> names, @Nullable MemberId you) {
    var name = names.getOrDefault(card.player(), "somebody who left");
    var id = card.player().text();
    var value = card.value() == null ? "" : String.valueOf(card.value());
    boolean peeks = card.faceDown() && !value.isEmpty();
    var guess = card.scored() == null ? "" : String.valueOf(card.scored());
    return new Card(
        card.id(),
        card.player().equals(you) ? "You" : name,
        Faces.letter(name),
        Faces.colour(id),
        value,
        peeks ? "peek" : card.faceDown() ? "" : "up",
        guess,
        hit(card),
        card.faceDown() && card.peeked().containsValue(true),
        (card.player().equals(you) ? "Your card" : name + "’s card")
            + (card.faceDown() ? ", face down" : ", shows " + value)
            + (guess.isEmpty() ? "" : ", guess " + guess));
  }

  private static String hit(Top10View.Card card) {
    if (card.faceDown() || card.value() == null || card.scored() == null) {
      return "";
    }
    return switch (Math.abs(card.value() - card.scored())) {
      case 0 -> "exact";
      case 1 -> "near";
      default -> "far";
    };
  }
}
