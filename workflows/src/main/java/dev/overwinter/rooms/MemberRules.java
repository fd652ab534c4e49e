package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Games;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What members are, and how they go.
final class MemberRules {
  private static final Duration LONGEST_MUTE = Duration.ofDays(366);

  private MemberRules() {}

  static Decision leave(RoomState room, MemberId by, Instant now) {
    var draft = new Draft(room, now);
    remove(draft, by, by, "left");
    return draft.done(null);
  }

  /// Somebody who was put out is not let in again; a bot or a laid seat is just gone.
  static Decision kick(RoomState room, @Nullable MemberId by, MemberId who, Instant now) {
    if (who.equals(by)) {
      return Decision.refused(RoomRefusal.BAD_VALUE, "nobody puts themselves out: leave");
    }
    var member = room.members().get(who);
    if (member == null) {
      return noSuch();
    }
    var draft = new Draft(room, now);
    if (member.holder() != null) {
      draft.barred.remove(member.holder());
      draft.barred.add(member.holder());
    }
    remove(draft, by, who, "kicked");
    return draft.done(null);
  }

  /// Somebody is no member any more. What they were dealt stays, and nobody stumbles over it.
  static void remove(Draft room, @Nullable MemberId by, MemberId who, String why) {
    var gone = room.members.remove(who);
    if (gone == null) {
      return;
    }
    room.names.put(who, gone.name());
    Remembered.leaving(room, gone);
    room.tell(RoomEvent.Type.LEFT, by, "member", who.text(), "why", why);
    if (who.equals(room.host)) {
      JoinRules.host(
          room,
          room.byAge().stream()
              .filter(member -> member.holder() != null)
              .map(Member::id)
              .findFirst()
              .orElse(null));
    }
    var round = room.round;
    if (round != null) {
      RoundRules.take(room, Games.of(round.table()).left(who, room.now));
    }
  }

  static Decision mute(RoomState room, @Nullable MemberId by, RoomCommand.Mute mute, Instant now) {
    var member = room.members().get(mute.who());
    if (member == null) {
      return noSuch();
    }
    var until = mute.until();
    if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_MUTE)))) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE, "until: expected a moment within the next 366 days");
    }
    var draft = new Draft(room, now);
    if (!Objects.equals(member.mutedUntil(), until)) {
      draft.change(
          mute.who(),
          m -> new Member(m.id(), m.name(), m.holder(), m.role(), m.next(), m.joinedAt(), until));
      muted(draft, by, mute.who(), until);
    }
    return draft.done(null);
  }

  static void muted(Draft room, @Nullable MemberId by, MemberId who, @Nullable Instant until) {
    var told = until == null ? "" : until.toString();
    room.tell(RoomEvent.Type.MUTED, by, "member", who.text(), "until", told);
  }

  static Decision wish(RoomState room, @Nullable MemberId by, RoomCommand.Wish wish, Instant now) {
    var member = room.members().get(wish.who());
    if (member == null) {
      return noSuch();
    }
    if (member.id().bot() && wish.next() == Role.MASTER) {
      return Decision.refused(RoomRefusal.BAD_VALUE, "a bot guesses nothing");
    }
    var draft = new Draft(room, now);
    if (member.next() != wish.next()) {
      draft.change(wish.who(), m -> as(m, m.role(), wish.next()));
      draft.tell(
          RoomEvent.Type.NEXT_ROLE, by, "member", wish.who().text(), "next", wish.next().name());
    }
    return draft.done(null);
  }

  /// The same member with other roles.
  static Member as(Member m, Role role, Role next) {
    return new Member(m.id(), m.name(), m.holder(), role, next, m.joinedAt(), m.mutedUntil());
  }

  static Decision handOver(RoomState room, @Nullable MemberId by, MemberId who, Instant now) {
    var member = Optional.ofNullable(room.members().get(who));
    if (member.isEmpty()) {
      return noSuch();
    }
    if (member.get().holder() == null) {
      return Decision.refused(RoomRefusal.BAD_VALUE, "nobody sits there who could be host");
    }
    var draft = new Draft(room, now);
    if (room.settings().common()) {
      return Decision.refused(RoomRefusal.NOT_HOST, "this room is nobody's");
    }
    if (!who.equals(room.host())) {
      draft.host = who;
      draft.tell(RoomEvent.Type.HOST, by, "member", who.text());
    }
    return draft.done(null);
  }

  /// In place of a host who has gone. Who may not speak may not decide either.
  static Decision takeHost(RoomState room, MemberId by, MemberId from, Instant now) {
    if (room.settings().common()) {
      return Decision.refused(RoomRefusal.NOT_HOST, "this room is nobody's");
    }
    var silent = TalkRules.silent(room, by, now);
    if (silent.isPresent()) {
      return silent.get();
    }
    var draft = new Draft(room, now);
    if (by.equals(room.host())) {
      return draft.done(null);
    }
    if (!from.equals(room.host())) {
      return Decision.refused(RoomRefusal.HOST_CHANGED, "another is the host by now");
    }
    draft.host = by;
    draft.tell(RoomEvent.Type.HOST, by, "member", by.text());
    return draft.done(null);
  }

  private static Decision noSuch() {
    return Decision.refused(RoomRefusal.NO_SUCH_MEMBER, "there is no such member");
  }
}
