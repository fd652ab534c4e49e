package dev.overwinter.rooms;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that a room is. What is kept of it (a history, a row) is sealed, since it holds every card.
///
/// @param seq of the last event; 0 before the first
/// @param over why it is over; null while it is open
/// @param host null while nobody is
/// @param members by id; never more than [RoomRules#MOST_MEMBERS]
/// @param names what members that have left were called, while something tells of them
/// @param barred holders that were put out, who was first in front
/// @param muted until when holders who have left would have to be silent if they came back
/// @param round null when none is under way
/// @param rounds how many there have been
/// @param past the last ones, newest first; never more than [RoomRules#MOST_PAST]
/// @param totals points of all rounds, by member, also of those who have left
/// @param activeAt when somebody did something last
public record RoomState(
    RoomId id,
    String name,
    String game,
    RoomSettings settings,
    long seq,
    @Nullable String over,
    @Nullable MemberId host,
    SortedMap<MemberId, Member> members,
    SortedMap<MemberId, String> names,
    List<String> barred,
    SortedMap<String, Instant> muted,
    @Nullable Round round,
    int rounds,
    List<PastRound> past,
    SortedMap<MemberId, Integer> totals,
    Instant createdAt,
    Instant activeAt) {
  public RoomState {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    barred = List.copyOf(barred);
    muted = Collections.unmodifiableSortedMap(new TreeMap<>(muted));
    past = List.copyOf(past);
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }
}
