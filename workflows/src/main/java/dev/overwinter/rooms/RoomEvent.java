package dev.overwinter.rooms;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something that has happened in a room, in its place among all others. Every member may know all
/// of it, whenever they read it: what is hidden, or may be hidden again, is in no event.
///
/// @param seq 1 for the room's first; without gaps
/// @param type one of [Type], in lower case on the wire
/// @param by whose doing; null for the room's own (a clock) or an operator's
/// @param data by names that the type fixes
public record RoomEvent(
    long seq, Instant at, Type type, @Nullable MemberId by, SortedMap<String, String> data) {
  public RoomEvent {
    data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
  }

  /// What happened, and the names of its data.
  public enum Type {
    /// `name`, `game`.
    OPENED,
    /// `member`, `name`, `role`, `next`.
    JOINED,
    /// `member`, `why` (`left`, `kicked`).
    LEFT,
    /// `member`, `until` (empty: may speak again).
    MUTED,
    /// `member`, `next`.
    NEXT_ROLE,
    /// `member`.
    HOST,
    /// `round`, `number`, `topic`, `game`, `ends_at`.
    ROUND_STARTED,
    /// `round`, `why` (`expired`, `finished`, `replaced`, `played`).
    ROUND_ENDED,
    /// Of a game: `what`, and what that has, for example `card` and `face_down` of one that was
    /// turned over.
    PLAYED,
    /// `message`, `author`.
    SAID,
    /// `message`, `emoji`, `member`, `action` (`add`, `remove`).
    REACTED,
    /// `name`, `game`, and each setting that is another now.
    CONFIGURED,
    /// `why` (`closed`, `retired`).
    OVER
  }
}
