package dev.overwinter.rooms.game;

import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A rule set that rooms play: pure functions over what lies on the table. A room that holds a
/// table finds its game by [Games#of]. What is hidden leaves it by [#view] alone: no event and no
/// refusal tells it.
///
/// @param <T> what lies on its table
public interface Game<T extends Table> {

  /// What it is called in links and orders.
  String name();

  /// No round begins with fewer.
  int fewestPlayers();

  /// No round begins with more.
  int mostPlayers();

  /// What rounds may be about; empty when there is no choice, and then a round's topic is [#name].
  List<String> topics();

  /// How much chance a deal may need at most.
  int entropyBytes(int players);

  /// The table of a new round.
  ///
  /// @param players in the order in which they sit; each once
  T deal(List<MemberId> players, RoomSettings settings, Entropy entropy, Instant now);

  /// What somebody may do now, each alone.
  List<GameMove> legalMoves(T table, Viewer by);

  /// All of these moves, in their order, or none.
  Played<T> apply(T table, Viewer by, List<GameMove> moves, Instant now);

  /// What somebody may see of it, by the role that they have in this round.
  GameView view(T table, Viewer viewer);

  /// What it comes to when it ended now. Who is no player any more has no part in it.
  Score score(T table, SortedMap<MemberId, Member> members);

  /// Whether nothing can follow, so that the round ends.
  boolean over(T table);

  /// When somebody has waited too long; empty while no clock runs.
  Optional<Instant> turnEndsAt(T table);

  /// What follows when clocks have run out by now.
  Played.Done<T> turnOver(T table, Instant now);

  /// Somebody is no member any more.
  Played.Done<T> left(T table, MemberId member, Instant now);

  /// What bots do now, all that they can. Asked for after everything else that happens.
  Played.Done<T> bots(T table, SortedMap<MemberId, Member> members, Instant now);
}
