package dev.overwinter.rooms.game;

import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.Viewer;
import dev.overwinter.rooms.game.Played.Happened;
import dev.overwinter.rooms.game.Top10Table.Card;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The moves of TOP10: `flip` by a card's owner, `peek` by its owner and, where the room lets them,
/// by who looks on, `score` by masters. The target is a card; the value is `true` or `false` (of
/// `flip` whether it is face down afterwards; also as older clients write it, `True` and `False`),
/// and of `score` 1 to 10, or empty to take it back.
final class Top10Moves {
  private Top10Moves() {}

  static boolean mayFlip(Card card, Viewer by) {
    return by.role() == Role.PLAYER && card.player().equals(by.member());
  }

  static boolean mayPeek(Card card, Viewer by) {
    return mayFlip(card, by) || (by.role() == Role.WATCHER && by.mayPeek());
  }

  static Played<Top10Table> make(Top10Table table, Viewer by, GameMove move) {
    var member = by.member();
    if (member == null) {
      return new Played.Refused<>(RoomRefusal.NOT_A_MEMBER, "only members play");
    }
    var card = table.cards().stream().filter(c -> c.id().equals(move.target())).findFirst();
    return switch (move.kind()) {
      case "flip", "peek", "score" ->
          card.isEmpty()
              ? new Played.Refused<>(RoomRefusal.NO_SUCH_CARD, "no such card in this round")
              : switch (move.kind()) {
                case "flip" -> flip(table, card.get(), by, move);
                case "peek" -> peek(table, card.get(), by, member, move);
                default -> score(table, card.get(), by, move);
              };
      default -> new Played.Refused<>(RoomRefusal.ILLEGAL_MOVE, "moves are flip, peek and score");
    };
  }

  private static Played<Top10Table> flip(Top10Table table, Card card, Viewer by, GameMove move) {
    if (!mayFlip(card, by)) {
      return notTheirs(by, "only its owner turns a card over");
    }
    return truth(move)
        .map(down -> done(table, card, flip(card, down), Top10Moves::flipped))
        .orElseGet(Top10Moves::neitherTrueNorFalse);
  }

  private static Played<Top10Table> peek(
      Top10Table table, Card card, Viewer by, MemberId member, GameMove move) {
    if (!mayPeek(card, by)) {
      return by.role() == Role.WATCHER
          ? new Played.Refused<>(RoomRefusal.WRONG_ROLE, "who looks on may not peek in this room")
          : notTheirs(by, "only its owner peeks below a card");
    }
    return truth(move)
        .map(looks ->
            done(
                table,
                card,
                looks ? look(card, member) : unpeek(card, member),
                _ ->
                    Happened.of(
                        member, "peek", "card", card.id(), "peeked", String.valueOf(looks))))
        .orElseGet(Top10Moves::neitherTrueNorFalse);
  }

  private static Played<Top10Table> score(Top10Table table, Card card, Viewer by, GameMove move) {
    if (by.role() != Role.MASTER) {
      return new Played.Refused<>(RoomRefusal.WRONG_ROLE, "only masters score cards");
    }
    if (!move.value().matches("|[1-9]|10")) {
      return new Played.Refused<>(RoomRefusal.BAD_VALUE, "a score is 1 to 10, or nothing");
    }
    var guess = move.value().isEmpty() ? null : Integer.valueOf(move.value());
    return done(
        table,
        card,
        new Card(
            card.id(),
            card.player(),
            card.value(),
            card.faceDown(),
            card.peeked(),
            guess,
            card.counts()),
        _ -> Happened.of(by.member(), "score", "card", card.id(), "scored", move.value()));
  }

  private static Played<Top10Table> notTheirs(Viewer by, String reason) {
    var refusal = by.role() == Role.PLAYER ? RoomRefusal.NOT_YOURS : RoomRefusal.WRONG_ROLE;
    return new Played.Refused<>(refusal, reason);
  }

  private static Played<Top10Table> neitherTrueNorFalse() {
    return new Played.Refused<>(RoomRefusal.BAD_VALUE, "expected: true or false");
  }

  private static Optional<Boolean> truth(GameMove move) {
    return switch (move.value()) {
      case "true", "True" -> Optional.of(true);
      case "false", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Played<Top10Table> done(
      Top10Table table, Card before, Card after, Function<Card, Happened> told) {
    if (after.equals(before)) {
      return Played.Done.nothing(table);
    }
    var cards = new ArrayList<>(table.cards());
    cards.set(cards.indexOf(before), after);
    return new Played.Done<>(new Top10Table(cards), List.of(told.apply(after)));
  }

  /// Turned over, or hidden again; the first time fixes which guess counts.
  static Card flip(Card card, boolean down) {
    @Nullable Integer counts = card.counts();
    if (!down && counts == null) {
      counts = card.scored() == null ? 0 : card.scored();
    }
    return new Card(
        card.id(), card.player(), card.value(), down, card.peeked(), card.scored(), counts);
  }

  /// Tells how a card lies and never what is on it: an event is kept and read later as well, by who
  /// may not see the card any more. The value is in the views of who sees it now.
  static Happened flipped(Card card) {
    return Happened.of(
        card.player(), "flip", "card", card.id(), "face_down", String.valueOf(card.faceDown()));
  }

  private static Card look(Card card, MemberId member) {
    return look(card, member, true);
  }

  /// Who looks below it does not any more; as it was when they never did.
  static Card unpeek(Card card, MemberId member) {
    return card.peeked().containsKey(member) ? look(card, member, false) : card;
  }

  private static Card look(Card card, MemberId member, boolean looks) {
    var peeked = new TreeMap<>(card.peeked());
    peeked.put(member, looks);
    return new Card(
        card.id(),
        card.player(),
        card.value(),
        card.faceDown(),
        peeked,
        card.scored(),
        card.counts());
  }
}
