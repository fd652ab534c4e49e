package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Games;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What somebody may see of a room. No other place makes a [RoomView], and nothing else of a room
/// is shown to anybody.
public final class RoomViews {
  private RoomViews() {}

  /// The room as a member sees it; as a stranger does when there is no such member.
  public static RoomView of(RoomState room, @Nullable MemberId member) {
    return of(room, Viewer.of(room, member));
  }

  /// The room as somebody sees it.
  public static RoomView of(RoomState room, Viewer viewer) {
    return viewer.member() == null ? forStrangers(room) : forMember(room, viewer);
  }

  private static RoomView forStrangers(RoomState room) {
    return new RoomView(
        room.id(),
        room.name(),
        room.game(),
        room.settings(),
        room.seq(),
        room.over(),
        null,
        null,
        room.members().size(),
        room.round() != null,
        List.of(),
        null,
        room.rounds(),
        List.of(),
        new TreeMap<>(),
        room.createdAt());
  }

  private static RoomView forMember(RoomState room, Viewer viewer) {
    return new RoomView(
        room.id(),
        room.name(),
        room.game(),
        room.settings(),
        room.seq(),
        room.over(),
        room.host(),
        viewer.member(),
        room.members().size(),
        room.round() != null,
        room.members().values().stream().sorted(Draft.BY_AGE).map(RoomViews::seat).toList(),
        round(room, viewer),
        room.rounds(),
        room.past(),
        room.totals(),
        room.createdAt());
  }

  private static RoomView.Seat seat(Member member) {
    return new RoomView.Seat(
        member.id(),
        member.name(),
        member.role(),
        member.next(),
        member.holder() != null || member.id().bot(),
        member.mutedUntil());
  }

  private static RoomView.@Nullable RoundView round(RoomState room, Viewer viewer) {
    var round = room.round();
    return round == null
        ? null
        : new RoomView.RoundView(
            round.id(),
            round.number(),
            round.topic(),
            round.startedAt(),
            round.endsAt(),
            Games.of(round.table()).view(viewer));
  }
}
