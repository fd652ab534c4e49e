package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Games;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a room begins, is told about itself, and is closed.
final class SettingRules {
  private SettingRules() {}

  static Decision open(RoomOrder order, RoomCommand.Open open, Instant now) {
    var name = Words.clean(open.name(), RoomRules.LONGEST_ROOM_NAME);
    if (name.isEmpty()) {
      return badName();
    }
    var refused = fits(open.game(), open.settings());
    if (refused.isPresent()) {
      return refused.get();
    }
    var draft = new Draft(fresh(order.room(), name.get(), open, now), now);
    draft.tell(RoomEvent.Type.OPENED, order.by(), "name", name.get(), "game", open.game());
    if (open.creatorName() != null) {
      var by = order.by();
      var holder = order.holder();
      var called = Words.clean(open.creatorName(), RoomRules.LONGEST_NAME);
      if (by == null || holder == null || by.bot()) {
        return Decision.refused(RoomRefusal.NOT_A_MEMBER, "nobody asks to be a member");
      }
      if (called.isEmpty()) {
        return Decision.refused(
            RoomRefusal.BAD_VALUE,
            "name: expected 1 to " + RoomRules.LONGEST_NAME + " visible signs");
      }
      var role = open.settings().joinAs();
      JoinRules.add(draft, new Member(by, called.get(), holder, Role.WATCHER, role, now, null));
    }
    return draft.done(null);
  }

  /// A room that is nobody's and that nobody used for long, as it is when somebody comes back to
  /// it: as it began, but for who was put out of it. Empty when it is over for good.
  static Optional<Decision.Ready> anew(RoomState room, RoomOrder order, Instant now) {
    var begins =
        switch (order.command()) {
          case RoomCommand.Open open -> open.settings().common();
          case RoomCommand.Start _ -> true;
          default -> false;
        };
    if (!begins || !room.settings().common() || !RoomRules.RETIRED.equals(room.over())) {
      return Optional.empty();
    }
    var draft = new Draft(room, now);
    draft.over = null;
    draft.rounds = 0;
    draft.members.clear();
    draft.names.clear();
    draft.past.clear();
    draft.totals.clear();
    draft.tell(RoomEvent.Type.OPENED, order.by(), "name", room.name(), "game", room.game());
    return draft.done(null) instanceof Decision.Ready ready ? Optional.of(ready) : Optional.empty();
  }

  private static RoomState fresh(RoomId id, String name, RoomCommand.Open open, Instant now) {
    return new RoomState(
        id,
        name,
        open.game(),
        open.settings(),
        0,
        null,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>(),
        null,
        0,
        List.of(),
        new TreeMap<>(),
        now,
        now);
  }

  private static Optional<Decision> fits(String game, RoomSettings settings) {
    var known = Games.named(game);
    if (known.isEmpty()) {
      return Optional.of(Decision.refused(RoomRefusal.NO_SUCH_GAME, "there is no such game"));
    }
    return settings.fewest() > known.get().mostPlayers()
        ? Optional.of(
            Decision.refused(
                RoomRefusal.BAD_VALUE,
                "fewest: expected at most " + known.get().mostPlayers() + " in this game"))
        : Optional.empty();
  }

  static Decision configure(
      RoomState room, @Nullable MemberId by, RoomCommand.Configure to, Instant now) {
    var name =
        to.name() == null
            ? Optional.of(room.name())
            : Words.clean(to.name(), RoomRules.LONGEST_ROOM_NAME);
    if (name.isEmpty()) {
      return badName();
    }
    var game = to.game() == null ? room.game() : to.game();
    RoomSettings settings;
    try {
      settings = to.settings() == null ? room.settings() : to.settings().over(room.settings());
    } catch (IllegalArgumentException outOfBounds) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE, Objects.requireNonNull(outOfBounds.getMessage()));
    }
    var refused = fits(game, settings);
    if (refused.isPresent()) {
      return refused.get();
    }
    var draft = new Draft(room, now);
    var changed = Changes.of(room, name.get(), game, settings);
    if (!changed.isEmpty()) {
      draft.name = name.get();
      draft.game = game;
      draft.settings = settings;
      draft.tell(RoomEvent.Type.CONFIGURED, by, changed);
    }
    return draft.done(null);
  }

  private static Decision badName() {
    return Decision.refused(
        RoomRefusal.BAD_VALUE,
        "name of the room: expected 1 to " + RoomRules.LONGEST_ROOM_NAME + " visible signs");
  }

  static Decision close(RoomState room, @Nullable MemberId by, Instant now) {
    var draft = new Draft(room, now);
    over(draft, by, "closed");
    return draft.done(null);
  }

  static void over(Draft room, @Nullable MemberId by, String why) {
    RoundRules.end(room, by, "finished", room.now);
    room.over = why;
    room.tell(RoomEvent.Type.OVER, by, "why", why);
  }
}
