package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Games;
import java.time.Instant;
import java.util.Optional;

/// What happens in a room by itself.
final class ClockRules {
  private ClockRules() {}

  static Optional<Instant> dueAt(RoomState room) {
    if (room.over() != null) {
      return Optional.empty();
    }
    var round = room.round();
    if (round == null) {
      return Optional.of(retiresAt(room));
    }
    return Games.of(round.table())
        .turnEndsAt()
        .filter(turn -> turn.isBefore(round.endsAt()))
        .or(() -> Optional.of(round.endsAt()));
  }

  private static Instant retiresAt(RoomState room) {
    return room.activeAt().plus(room.settings().retireAfter());
  }

  static Optional<Decision.Ready> tick(RoomState room, Instant now) {
    if (dueAt(room).filter(due -> !due.isAfter(now)).isEmpty()) {
      return Optional.empty();
    }
    var draft = new Draft(room, now);
    var round = room.round();
    // A round that somebody plays is no silence, however little is ordered in it.
    var heard = room.activeAt();
    if (round == null) {
      SettingRules.over(draft, null, RoomRules.RETIRED);
    } else {
      var laid = Games.of(round.table());
      var turn = laid.turnEndsAt();
      if (turn.isPresent() && turn.get().isBefore(round.endsAt())) {
        RoundRules.take(draft, laid.turnOver(now));
        heard = turn.get();
      } else {
        RoundRules.end(draft, null, "expired", round.endsAt());
        heard = round.endsAt();
      }
    }
    return Optional.of(draft.ticked(heard));
  }
}
