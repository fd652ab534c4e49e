package dev.overwinter.rooms.game;

import dev.overwinter.rooms.MemberId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a round came to.
///
/// @param lines one for people for each thing that counted, in the game's order
/// @param points by member, zeros included
public record Score(List<String> lines, SortedMap<MemberId, Integer> points) {
  public Score {
    lines = List.copyOf(lines);
    points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
  }
}
