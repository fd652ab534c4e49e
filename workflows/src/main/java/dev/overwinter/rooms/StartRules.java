package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.game.Game;
import dev.overwinter.rooms.game.Games;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How a round begins: everything is checked before anything has an effect.
final class StartRules {
  /// Five for the round's id, the rest for its topic.
  private static final int FOR_ITSELF = 32;

  private StartRules() {}

  static Decision start(
      RoomState room,
      RoomOrder order,
      RoomCommand.Start start,
      Instant now,
      @Nullable Entropy chance) {
    var game = Games.named(room.game());
    if (game.isEmpty()) {
      return Decision.refused(RoomRefusal.NO_SUCH_GAME, "there is no such game any more");
    }
    var topic = Optional.ofNullable(start.topic());
    var cleaned = topic.flatMap(text -> Words.clean(text, RoomRules.LONGEST_TOPIC));
    if (topic.isPresent() && cleaned.isEmpty()) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE,
          "topic: expected 1 to " + RoomRules.LONGEST_TOPIC + " visible signs");
    }
    var draft = new Draft(room, now);
    // Before anybody's role changes: the points of the former round are by the roles in it.
    RoundRules.end(draft, order.by(), "replaced", now);
    var refused =
        start.names() == null
            ? seatMembers(draft)
            : seatNames(room, draft, order.by(), start.names());
    var players = players(draft, start.names());
    return refused
        .or(() -> count(room, game.get(), players.size()))
        .orElseGet(() ->
            chance == null
                ? new Decision.NeedsChance(FOR_ITSELF + game.get().entropyBytes(players.size()))
                : begin(draft, order, game.get(), players, cleaned, chance));
  }

  private static Optional<Decision> count(RoomState room, Game<?> game, int players) {
    var fewest = Math.max(room.settings().fewest(), game.fewestPlayers());
    if (players < fewest) {
      return Optional.of(
          Decision.refused(RoomRefusal.TOO_FEW_PLAYERS, "too few players: min " + fewest));
    }
    return players > game.mostPlayers()
        ? Optional.of(
            Decision.refused(
                RoomRefusal.TOO_MANY_PLAYERS, "too many players: max " + game.mostPlayers()))
        : Optional.empty();
  }

  private static Optional<Decision> seatMembers(Draft room) {
    room.members.replaceAll((_, member) -> MemberRules.as(member, member.next(), member.next()));
    return Optional.empty();
  }

  /// Who is named plays, and everybody else looks on. Seats that were laid before and that nobody
  /// took are cleared away.
  private static Optional<Decision> seatNames(
      RoomState before, Draft room, @Nullable MemberId by, List<String> names) {
    if (names.size() > RoomRules.MOST_MEMBERS) {
      return Optional.of(
          Decision.refused(
              RoomRefusal.TOO_MANY_PLAYERS, "too many players: max " + RoomRules.MOST_MEMBERS));
    }
    var folded = new TreeSet<String>();
    var cleaned = new ArrayList<String>();
    for (var typed : names) {
      var name = Words.clean(typed, RoomRules.LONGEST_NAME);
      if (name.isEmpty() || !folded.add(Words.folded(name.get()))) {
        return Optional.of(
            Decision.refused(
                RoomRefusal.BAD_VALUE,
                name.isEmpty()
                    ? "user: expected 1 to " + RoomRules.LONGEST_NAME + " visible signs"
                    : "duplicate users"));
      }
      cleaned.add(name.get());
    }
    room.members.replaceAll((_, member) -> {
      var plays = folded.contains(Words.folded(member.name()));
      return MemberRules.as(
          member, plays ? Role.PLAYER : Role.WATCHER, plays ? Role.PLAYER : member.next());
    });
    for (var old : before.members().values()) {
      var empty = old.holder() == null && !old.id().bot();
      if (empty && !folded.contains(Words.folded(old.name()))) {
        MemberRules.remove(room, by, old.id(), "left");
      }
    }
    for (var name : cleaned) {
      if (JoinRules.named(before, name).isEmpty()) {
        lay(room, name);
      }
    }
    return room.members.size() > RoomRules.MOST_MEMBERS
        ? Optional.of(
            Decision.refused(
                RoomRefusal.FULL, "at most " + RoomRules.MOST_MEMBERS + " are in a room"))
        : Optional.empty();
  }

  private static void lay(Draft room, String name) {
    var id = MemberId.ofSeat(name);
    JoinRules.add(room, new Member(id, name, null, Role.PLAYER, Role.PLAYER, room.now, null));
  }

  private static List<MemberId> players(Draft room, @Nullable List<String> names) {
    var players = room.byAge().stream().filter(member -> member.role() == Role.PLAYER);
    if (names == null) {
      return players.map(Member::id).toList();
    }
    var seated = players.toList();
    return names.stream()
        .flatMap(name -> seated.stream().filter(member -> Words.same(member.name(), name.strip())))
        .map(Member::id)
        .distinct()
        .toList();
  }

  private static Decision begin(
      Draft room,
      RoomOrder order,
      Game<?> game,
      List<MemberId> players,
      Optional<String> topic,
      Entropy chance) {
    var id = chance.hex(5);
    var topics = game.topics();
    var about =
        topic.orElseGet(
            () -> topics.isEmpty() ? game.name() : topics.get(chance.below(topics.size())));
    var table = game.deal(players, room.settings, chance, room.now);
    room.rounds++;
    var endsAt = room.now.plus(room.settings.roundLasts());
    var peek = room.settings.watchersPeek();
    room.round = new Round(id, room.rounds, about, room.now, endsAt, peek, table);
    room.tell(
        RoomEvent.Type.ROUND_STARTED,
        order.by(),
        "round",
        id,
        "number",
        String.valueOf(room.rounds),
        "topic",
        about,
        "game",
        game.name(),
        "ends_at",
        endsAt.toString());
    RoundRules.bots(room);
    return room.done(id);
  }
}
