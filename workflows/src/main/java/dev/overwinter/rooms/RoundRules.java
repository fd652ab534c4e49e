package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Games;
import dev.overwinter.rooms.game.Played;
import dev.overwinter.rooms.game.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happens in a round, and how it ends.
final class RoundRules {
  private RoundRules() {}

  static Decision play(RoomState room, MemberId by, RoomCommand.Play play, Instant now) {
    var round = room.round();
    if (round == null) {
      return Decision.refused(RoomRefusal.NO_ROUND, "no round is under way");
    }
    if (play.moves().isEmpty() || play.moves().size() > RoomRules.MOST_MOVES) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE, "moves: expected 1 to " + RoomRules.MOST_MOVES);
    }
    var played = Games.of(round.table()).apply(Viewer.of(room, by), play.moves(), now);
    return switch (played) {
      case Played.Refused<?> no -> Decision.refused(no.refusal(), no.reason());
      case Played.Done<?> done -> {
        var draft = new Draft(room, now);
        take(draft, done);
        yield draft.done(null);
      }
    };
  }

  /// What lies on the table now, what bots do then, and the end of the round when that was all.
  static void take(Draft room, Played.Done<?> done) {
    lay(room, done);
    bots(room);
  }

  private static void lay(Draft room, Played.Done<?> done) {
    var round = room.round;
    if (round != null) {
      room.round = with(round, done.table());
      for (var happened : done.happened()) {
        room.tell(RoomEvent.Type.PLAYED, happened.by(), happened.data());
      }
    }
  }

  /// What bots do now, and the end of the round when nothing can follow.
  static void bots(Draft room) {
    var round = room.round;
    if (round != null) {
      var done = Games.of(round.table()).bots(room.members, room.now);
      lay(room, done);
      if (Games.of(done.table()).over()) {
        end(room, null, "played", room.now);
      }
    }
  }

  private static Round with(Round round, Table table) {
    return new Round(
        round.id(),
        round.number(),
        round.topic(),
        round.startedAt(),
        round.endsAt(),
        round.watchersPeek(),
        table);
  }

  static Decision finish(RoomState room, RoomOrder order, Instant now) {
    if (room.round() == null) {
      return Decision.refused(RoomRefusal.NO_ROUND, "no round is under way");
    }
    var draft = new Draft(room, now);
    end(draft, order.by(), "finished", now);
    return draft.done(null);
  }

  /// The round is past, and its points are counted.
  ///
  /// @param endedAt the moment at which it ended, which may be before it is noticed
  static void end(Draft room, @Nullable MemberId by, String why, Instant endedAt) {
    var round = room.round;
    if (round == null) {
      return;
    }
    var laid = Games.of(round.table());
    var score = laid.score(room.members);
    room.past.addFirst(
        new PastRound(
            round.id(),
            round.number(),
            laid.game().name(),
            round.topic(),
            round.startedAt(),
            endedAt,
            why,
            score.lines(),
            score.points()));
    score.points().forEach((member, points) -> room.totals.merge(member, points, Integer::sum));
    room.round = null;
    room.tell(RoomEvent.Type.ROUND_ENDED, by, "round", round.id(), "why", why);
  }
}
