package dev.overwinter.rooms;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What people say has its place here; the words are in PostgreSQL alone.
final class TalkRules {
  private static final Pattern MESSAGE = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private TalkRules() {}

  static Decision say(RoomState room, MemberId by, RoomCommand.Say say, Instant now) {
    var silent = silent(room, by, now);
    if (silent.isPresent()) {
      return silent.get();
    }
    if (!MESSAGE.matcher(say.message()).matches()) {
      return noSuch();
    }
    var draft = new Draft(room, now);
    draft.tell(RoomEvent.Type.SAID, by, "message", say.message(), "author", by.text());
    return draft.done(say.message());
  }

  /// Why somebody may say nothing now; empty when they may.
  static Optional<Decision> silent(RoomState room, MemberId by, Instant now) {
    var member = room.members().get(by);
    var muted = member == null ? null : member.mutedUntil();
    return muted != null && now.isBefore(muted)
        ? Optional.of(Decision.refused(RoomRefusal.MUTED, "somebody muted them until " + muted))
        : Optional.empty();
  }

  static Decision react(RoomState room, MemberId by, RoomCommand.React react, Instant now) {
    if (!MESSAGE.matcher(react.message()).matches()) {
      return noSuch();
    }
    if (!Words.isEmoji(react.emoji(), RoomRules.LONGEST_EMOJI)) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE, "emoji: expected 1 to " + RoomRules.LONGEST_EMOJI + " signs");
    }
    // Ten signs below every message are a way to write, too.
    var silent = silent(room, by, now);
    if (react.add() && silent.isPresent()) {
      return silent.get();
    }
    var draft = new Draft(room, now);
    draft.tell(
        RoomEvent.Type.REACTED,
        by,
        "message",
        react.message(),
        "emoji",
        react.emoji(),
        "member",
        by.text(),
        "action",
        react.add() ? "add" : "remove");
    return draft.done(null);
  }

  private static Decision noSuch() {
    return Decision.refused(RoomRefusal.NO_SUCH_MESSAGE, "there is no such message");
  }
}
