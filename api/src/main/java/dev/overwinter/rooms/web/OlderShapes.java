package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.RoomView;
import dev.overwinter.rooms.RoomViews;
import dev.overwinter.rooms.Viewer;
import dev.overwinter.rooms.game.Top10View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Rooms in the shapes of the older forms, whose scalars are texts. Every value comes from the view
/// of who asks: what they may not see is null on every path.
@Component
class OlderShapes {
  private static final int MOST_SAID = 500;

  private final RoomMessages messages;
  private final RoomPresence presence;

  OlderShapes(RoomMessages messages, RoomPresence presence) {
    this.messages = messages;
    this.presence = presence;
  }

  /// `{"<id>": {…}}`.
  ///
  /// @param member who asks; null for a stranger, who sees no more than a name
  Map<String, @Nullable Object> wrapped(RoomState room, @Nullable MemberId member) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put(room.id().text(), room(room, member));
    return shape;
  }

  private Map<String, @Nullable Object> room(RoomState room, @Nullable MemberId member) {
    var view = RoomViews.of(room, Viewer.of(room, member));
    boolean known = view.you() != null;
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("name", view.name());
    shape.put("round", known ? round(view) : null);
    shape.put("cards", known ? cards(view) : null);
    shape.put("messages", known ? said(room) : null);
    shape.put("users", known ? users(view, presence.of(room.id()).online()) : Map.of());
    shape.put("_created", String.valueOf(room.createdAt().toEpochMilli()));
    shape.put("_edited", String.valueOf(room.activeAt().toEpochMilli()));
    shape.put("_version", String.valueOf(room.seq()));
    return shape;
  }

  static @Nullable Map<String, String> round(RoomView view) {
    var round = view.round();
    return round == null ? null : Map.of("id", round.id(), "topic", round.topic());
  }

  private static @Nullable Map<String, Object> cards(RoomView view) {
    var round = view.round();
    if (round == null || !(round.table() instanceof Top10View table)) {
      return null;
    }
    var cards = new LinkedHashMap<String, Object>();
    table.cards().forEach(card -> cards.put(card.id(), card(card)));
    return cards;
  }

  private static Map<String, @Nullable Object> card(Top10View.Card card) {
    var peeked = new LinkedHashMap<String, String>();
    card.peeked().forEach((who, now) -> peeked.put(who.text(), bool(now)));
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("flipped", bool(card.faceDown()));
    shape.put("player_id", card.player().text());
    shape.put("peeked", peeked);
    shape.put("value", card.value() == null ? null : String.valueOf(card.value()));
    shape.put("scored", card.scored() == null ? null : String.valueOf(card.scored()));
    return shape;
  }

  /// As the older system writes it.
  static String bool(boolean value) {
    return value ? "True" : "False";
  }

  /// What was said in this round: the older system forgot the rest.
  private @Nullable Map<String, Object> said(RoomState room) {
    var said = messages.ofRound(room.id(), room.rounds(), MOST_SAID);
    var shape = new LinkedHashMap<String, Object>();
    said.forEach(message -> shape.put(message.id(), message(message)));
    return shape.isEmpty() ? null : shape;
  }

  static Map<String, Object> message(RoomMessages.Message message) {
    var reactions = new LinkedHashMap<String, Object>();
    message.reactions().forEach((emoji, who) -> reactions.put(emoji, all(who)));
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", message.id());
    shape.put("timestamp", String.valueOf(message.at().toEpochMilli()));
    shape.put("content", message.body());
    shape.put("author", message.author());
    shape.put("reactions", reactions);
    return shape;
  }

  private static Map<String, String> all(List<String> members) {
    var shape = new LinkedHashMap<String, String>();
    members.forEach(member -> shape.put(member, "True"));
    return shape;
  }

  private static Map<String, Object> users(RoomView view, SortedSet<MemberId> online) {
    var users = new LinkedHashMap<String, Object>();
    view.members()
        .forEach(seat ->
            users.put(
                seat.id().text(),
                Map.of(
                    "name",
                    seat.name(),
                    "role",
                    word(seat.role()),
                    "next",
                    word(seat.next()),
                    "status",
                    online.contains(seat.id()) ? "online" : "offline")));
    return users;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
