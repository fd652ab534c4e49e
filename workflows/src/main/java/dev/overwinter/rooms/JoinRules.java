package dev.overwinter.rooms;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How somebody comes into a room.
final class JoinRules {
  private JoinRules() {}

  static Decision join(RoomState room, RoomOrder order, RoomCommand.Join join, Instant now) {
    var by = order.by();
    var holder = order.holder();
    if (by == null || holder == null) {
      return Decision.refused(RoomRefusal.NOT_A_MEMBER, "nobody asks to be a member");
    }
    var there = held(room, by, holder);
    if (there.isPresent()) {
      return new Draft(room, now).done(there.get().id().text());
    }
    if (room.barred().contains(holder)) {
      return Decision.refused(RoomRefusal.NOT_LET_IN, "they were put out of this room");
    }
    if (room.settings().locked() && !join.invited()) {
      return Decision.refused(RoomRefusal.NOT_LET_IN, "the room is locked");
    }
    var name = Words.clean(join.name(), RoomRules.LONGEST_NAME);
    if (name.isEmpty()) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE,
          "name: expected 1 to " + RoomRules.LONGEST_NAME + " visible signs");
    }
    return seat(room, by, holder, name.get(), now);
  }

  /// The member that somebody is already: by their own id, or by the seat that they took.
  private static Optional<Member> held(RoomState room, MemberId by, String holder) {
    var own = room.members().get(by);
    return own != null && holder.equals(own.holder())
        ? Optional.of(own)
        : room.members().values().stream()
            .filter(member -> holder.equals(member.holder()))
            .findFirst();
  }

  private static Decision seat(
      RoomState room, MemberId by, String holder, String name, Instant now) {
    var named = named(room, name);
    if (named.isPresent()) {
      var seat = named.get();
      return seat.holder() == null && !seat.id().bot()
          ? taken(room, seat, holder, now)
          : Decision.refused(RoomRefusal.NAME_TAKEN, "somebody of that name is there already");
    }
    if (room.members().containsKey(by) || by.bot()) {
      return Decision.refused(RoomRefusal.NOT_YOURS, "somebody else is this member");
    }
    if (room.members().size() >= RoomRules.MOST_MEMBERS) {
      return Decision.refused(
          RoomRefusal.FULL, "at most " + RoomRules.MOST_MEMBERS + " are in a room");
    }
    var draft = new Draft(room, now);
    var silent = Remembered.silentUntil(room, holder, now);
    come(draft, new Member(by, name, holder, Role.WATCHER, room.settings().joinAs(), now, silent));
    return draft.done(by.text());
  }

  private static Decision taken(RoomState room, Member seat, String holder, Instant now) {
    var draft = new Draft(room, now);
    var silent = Remembered.silentUntil(room, holder, now);
    come(
        draft,
        new Member(
            seat.id(),
            seat.name(),
            holder,
            seat.role(),
            seat.next(),
            seat.joinedAt(),
            silent == null ? seat.mutedUntil() : silent));
    return draft.done(seat.id().text());
  }

  /// Somebody is there, and is as silent as they had to be when they left.
  private static void come(Draft room, Member member) {
    room.muted.remove(member.holder());
    add(room, member);
    if (member.mutedUntil() != null && room.now.isBefore(member.mutedUntil())) {
      MemberRules.muted(room, null, member.id(), member.mutedUntil());
    }
  }

  static Optional<Member> named(RoomState room, String name) {
    return room.members().values().stream()
        .filter(member -> Words.same(member.name(), name))
        .findFirst();
  }

  /// A member is there, and host when nobody is, unless the room is nobody's.
  static void add(Draft room, Member member) {
    room.members.put(member.id(), member);
    room.tell(
        RoomEvent.Type.JOINED,
        member.id(),
        "member",
        member.id().text(),
        "name",
        member.name(),
        "role",
        member.role().name(),
        "next",
        member.next().name());
    if (room.host == null && member.holder() != null && !room.settings.common()) {
      host(room, member.id());
    }
  }

  static void host(Draft room, @Nullable MemberId host) {
    room.host = host;
    room.tell(RoomEvent.Type.HOST, null, "member", host == null ? "" : host.text());
  }

  static Decision addBot(RoomState room, @Nullable MemberId by, Instant now) {
    var bots = room.members().keySet().stream().filter(MemberId::bot).count();
    if (bots >= RoomRules.MOST_BOTS || room.members().size() >= RoomRules.MOST_MEMBERS) {
      return Decision.refused(
          RoomRefusal.FULL, "at most " + RoomRules.MOST_BOTS + " bots are in a room");
    }
    var number = 1;
    while (named(room, "Bot " + number).isPresent()) {
      number++;
    }
    // The place of its first event is nobody else's id, also not of a bot that has gone.
    var id = new MemberId("b-%08x".formatted(room.seq() + 1));
    var draft = new Draft(room, now);
    add(draft, new Member(id, "Bot " + number, null, Role.WATCHER, Role.PLAYER, now, null));
    return draft.done(id.text());
  }
}
