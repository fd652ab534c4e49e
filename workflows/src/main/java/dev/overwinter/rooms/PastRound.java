package dev.overwinter.rooms;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is remembered of a round that has ended. Values that nobody turned over are not in it.
///
/// @param why as in the event [RoomEvent.Type#ROUND_ENDED]
/// @param lines one for people for each thing that counted, in the game's order
/// @param points by member; computed by the game
public record PastRound(
    String id,
    int number,
    String game,
    String topic,
    Instant startedAt,
    Instant endedAt,
    String why,
    List<String> lines,
    SortedMap<MemberId, Integer> points) {
  public PastRound {
    lines = List.copyOf(lines);
    points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
  }
}
