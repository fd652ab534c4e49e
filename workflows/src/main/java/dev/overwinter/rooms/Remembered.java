package dev.overwinter.rooms;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a room remembers of who has left, bounded, however many come and go.
final class Remembered {
  /// So many who have left.
  static final int MOST_GONE = 500;

  /// So many who were put out.
  static final int MOST_BARRED = 1_000;

  /// So many who have left and would have to be silent.
  static final int MOST_MUTED = 1_000;

  private Remembered() {}

  /// Whoever has left with the fewest points is forgotten first.
  static void bound(Draft room) {
    while (room.past.size() > RoomRules.MOST_PAST) {
      room.past.removeLast();
    }
    while (room.barred.size() > MOST_BARRED) {
      room.barred.removeFirst();
    }
    room.muted.values().removeIf(until -> !until.isAfter(room.now));
    while (room.muted.size() > MOST_MUTED) {
      room.muted.remove(
          Collections.min(room.muted.entrySet(), Map.Entry.comparingByValue()).getKey());
    }
    room.names.keySet().removeAll(room.members.keySet());
    var gone = room.totals.keySet().stream().filter(id -> !room.members.containsKey(id)).count();
    if (gone > MOST_GONE) {
      var fewestFirst =
          room.totals.entrySet().stream()
              .filter(total -> !room.members.containsKey(total.getKey()))
              .sorted(
                  Comparator.<Map.Entry<MemberId, Integer>, Integer>comparing(Map.Entry::getValue))
              .map(Map.Entry::getKey)
              .toList();
      room.totals.keySet().removeAll(fewestFirst.subList(0, (int) gone - MOST_GONE));
    }
    if (room.names.size() > MOST_GONE) {
      room.names.keySet().removeIf(id -> !room.totals.containsKey(id) && !inPast(room, id));
    }
  }

  /// Who has to be silent has to be so when they come back.
  static void leaving(Draft room, Member gone) {
    if (gone.holder() != null && gone.mutedUntil() != null) {
      room.muted.put(gone.holder(), gone.mutedUntil());
    }
  }

  /// Until when somebody who comes has to be silent; null when they may speak.
  static @Nullable Instant silentUntil(RoomState room, String holder, Instant now) {
    var until = room.muted().get(holder);
    return until == null || !until.isAfter(now) ? null : until;
  }

  private static boolean inPast(Draft room, MemberId id) {
    return room.past.stream().anyMatch(round -> round.points().containsKey(id));
  }
}
