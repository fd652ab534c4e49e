package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.overwinter.rooms.game.GameView;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A room as one viewer may see it: the only form in which anything of it leaves a process. Made by
/// [RoomViews].
///
/// @param you the viewer; null for a stranger, who sees no members, no round and no history
/// @param people how many members there are, which strangers may know
/// @param playing whether a round is under way, which strangers may know
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RoomView(
    RoomId id,
    String name,
    String game,
    RoomSettings settings,
    long seq,
    @Nullable String over,
    @Nullable MemberId host,
    @Nullable MemberId you,
    int people,
    boolean playing,
    List<Seat> members,
    @Nullable RoundView round,
    int rounds,
    List<PastRound> past,
    SortedMap<MemberId, Integer> totals,
    Instant createdAt) {
  public RoomView {
    members = List.copyOf(members);
    past = List.copyOf(past);
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }

  /// A member, without what proves who they are.
  ///
  /// @param seated whether somebody has proved to be them (or a bot is)
  /// @param muted until when; null when they may speak
  public record Seat(
      MemberId id, String name, Role role, Role next, boolean seated, @Nullable Instant muted) {}

  /// The round under way.
  ///
  /// @param table what the game shows of it to this viewer
  public record RoundView(
      String id, int number, String topic, Instant startedAt, Instant endsAt, GameView table) {}
}
