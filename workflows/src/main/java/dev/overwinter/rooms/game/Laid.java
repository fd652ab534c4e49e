package dev.overwinter.rooms.game;

import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A table with the game that it is of, so that a room need not know which. Each method is the
/// game's.
///
/// @param <T> what lies on the table
public record Laid<T extends Table>(Game<T> game, T table) {

  public List<GameMove> legalMoves(Viewer by) {
    return game.legalMoves(table, by);
  }

  public Played<T> apply(Viewer by, List<GameMove> moves, Instant now) {
    return game.apply(table, by, moves, now);
  }

  public GameView view(Viewer viewer) {
    return game.view(table, viewer);
  }

  public Score score(SortedMap<MemberId, Member> members) {
    return game.score(table, members);
  }

  public boolean over() {
    return game.over(table);
  }

  public Optional<Instant> turnEndsAt() {
    return game.turnEndsAt(table);
  }

  public Played.Done<T> turnOver(Instant now) {
    return game.turnOver(table, now);
  }

  public Played.Done<T> left(MemberId member, Instant now) {
    return game.left(table, member, now);
  }

  public Played.Done<T> bots(SortedMap<MemberId, Member> members, Instant now) {
    return game.bots(table, members, now);
  }
}
