package dev.overwinter.rooms.game;

import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Viewer;
import dev.overwinter.rooms.game.JankenTable.Duel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Janken: a knock-out tournament of rock, paper, scissors. Who meets whom is drawn; throws are
/// hidden until both have thrown; a tie is thrown again, and after five chance decides; who does
/// not throw within a turn has lost. A point for each duel that was won against somebody.
///
/// The move is `throw`; the target a duel, or empty for one's own; the value `rock`, `paper` or
/// `scissors`.
public final class Janken implements Game<JankenTable> {
  static final Janken GAME = new Janken();

  private static final int SECRET_BYTES = 32;

  private Janken() {}

  @Override
  public String name() {
    return "janken";
  }

  @Override
  public int fewestPlayers() {
    return 2;
  }

  @Override
  public int mostPlayers() {
    return 16;
  }

  @Override
  public List<String> topics() {
    return List.of();
  }

  @Override
  public int entropyBytes(int players) {
    // Fifteen swaps, and the few bytes that are thrown away.
    return SECRET_BYTES + 128;
  }

  @Override
  public JankenTable deal(
      List<MemberId> players, RoomSettings settings, Entropy entropy, Instant now) {
    var empty =
        new JankenTable(
            entropy.hex(SECRET_BYTES), 0, settings.turnLasts(), new TreeSet<>(), List.of());
    var play = new JankenPlay(empty, now);
    play.pair(entropy.shuffle(players), 1);
    return play.done().table();
  }

  @Override
  public List<GameMove> legalMoves(JankenTable table, Viewer by) {
    return table.duels().stream()
        .filter(duel -> mayThrow(duel, by))
        .flatMap(duel ->
            Stream.of(Hand.values()).map(hand -> new GameMove("throw", duel.id(), hand.word())))
        .toList();
  }

  private static boolean mayThrow(Duel duel, Viewer by) {
    var member = by.member();
    return member != null
        && by.role() == Role.PLAYER
        && duel.open()
        && duel.has(member)
        && !duel.hasThrown(member);
  }

  @Override
  public Played<JankenTable> apply(
      JankenTable table, Viewer by, List<GameMove> moves, Instant now) {
    var play = new JankenPlay(table, now);
    for (var move : moves) {
      var refused = make(play, play.done().table(), by, move);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    return play.done();
  }

  private static Optional<Played.Refused<JankenTable>> make(
      JankenPlay play, JankenTable table, Viewer by, GameMove move) {
    var member = by.member();
    if (!move.kind().equals("throw")) {
      return refused(RoomRefusal.ILLEGAL_MOVE, "the only move is throw");
    }
    if (member == null || by.role() != Role.PLAYER) {
      return refused(RoomRefusal.WRONG_ROLE, "only players throw");
    }
    var hand = Hand.of(move.value());
    if (hand.isEmpty()) {
      return refused(RoomRefusal.BAD_VALUE, "expected: rock, paper or scissors");
    }
    if (!move.target().isEmpty()) {
      var meant =
          table.duels().stream().filter(duel -> duel.id().equals(move.target())).findFirst();
      if (meant.isEmpty()) {
        return refused(RoomRefusal.NO_SUCH_CARD, "no such duel in this round");
      }
      if (!meant.get().has(member)) {
        return refused(RoomRefusal.NOT_YOURS, "this duel is between others");
      }
    }
    var duel = play.openOf(member);
    if (duel.isEmpty() || !(move.target().isEmpty() || move.target().equals(duel.get().id()))) {
      return refused(RoomRefusal.ILLEGAL_MOVE, "this duel is over");
    }
    if (duel.get().hasThrown(member)) {
      return refused(RoomRefusal.ILLEGAL_MOVE, "they have thrown already");
    }
    play.throwHand(duel.get(), member, hand.get());
    return Optional.empty();
  }

  private static Optional<Played.Refused<JankenTable>> refused(RoomRefusal refusal, String reason) {
    return Optional.of(new Played.Refused<>(refusal, reason));
  }

  @Override
  public GameView view(JankenTable table, Viewer viewer) {
    return new JankenView(table.duels().stream().map(duel -> view(duel, viewer)).toList());
  }

  private static JankenView.Duel view(Duel duel, Viewer viewer) {
    var shown = duel.winner() != null && duel.ones() != null && duel.twos() != null;
    return new JankenView.Duel(
        duel.id(),
        duel.wave(),
        duel.one(),
        duel.two(),
        duel.ones() != null,
        duel.twos() != null,
        seen(duel.ones(), shown, duel.one(), viewer),
        seen(duel.twos(), shown, duel.two(), viewer),
        duel.ties(),
        viewer.member() == null ? null : duel.tied(),
        duel.winner(),
        duel.winner() == null ? duel.endsAt() : null);
  }

  private static @Nullable Hand seen(
      @Nullable Hand hand, boolean shown, @Nullable MemberId of, Viewer viewer) {
    var own = viewer.role() == Role.PLAYER && viewer.member() != null && viewer.member().equals(of);
    return viewer.member() != null && (shown || own) ? hand : null;
  }

  @Override
  public Score score(JankenTable table, SortedMap<MemberId, Member> members) {
    var lines = new ArrayList<String>();
    var points = new TreeMap<MemberId, Integer>();
    for (var duel : table.duels()) {
      count(points, duel.one(), members, 0);
      var two = duel.two();
      var winner = duel.winner();
      if (two != null) {
        count(points, two, members, 0);
      }
      if (two != null && winner != null) {
        count(points, winner, members, 1);
        var loser = winner.equals(two) ? duel.one() : two;
        lines.add(
            "Wave %d: %s beat %s%s"
                .formatted(
                    duel.wave(), called(winner, members), called(loser, members), hands(duel)));
      }
    }
    return new Score(lines, points);
  }

  private static void count(
      SortedMap<MemberId, Integer> points,
      MemberId player,
      SortedMap<MemberId, Member> members,
      int made) {
    var member = members.get(player);
    if (member != null && member.role() == Role.PLAYER) {
      points.merge(player, made, Integer::sum);
    }
  }

  private static String called(MemberId id, SortedMap<MemberId, Member> members) {
    var member = members.get(id);
    return member == null ? "somebody who left" : member.name();
  }

  private static String hands(Duel duel) {
    var ones = duel.ones();
    var twos = duel.twos();
    if (ones == null || twos == null) {
      return " without a throw";
    }
    var first = duel.one().equals(duel.winner());
    return ", %s against %s".formatted((first ? ones : twos).word(), (first ? twos : ones).word());
  }

  @Override
  public boolean over(JankenTable table) {
    return table.duels().stream().noneMatch(Duel::open)
        && JankenPlay.standing(table.duels(), table.gone()).size() <= 1;
  }

  @Override
  public Optional<Instant> turnEndsAt(JankenTable table) {
    return table.duels().stream().filter(Duel::open).map(Duel::endsAt).min(Instant::compareTo);
  }

  @Override
  public Played.Done<JankenTable> turnOver(JankenTable table, Instant now) {
    var play = new JankenPlay(table, now);
    play.clock();
    return play.done();
  }

  @Override
  public Played.Done<JankenTable> left(JankenTable table, MemberId member, Instant now) {
    var play = new JankenPlay(table, now);
    play.leave(member);
    return play.done();
  }

  @Override
  public Played.Done<JankenTable> bots(
      JankenTable table, SortedMap<MemberId, Member> members, Instant now) {
    var play = new JankenPlay(table, now);
    play.bots();
    return play.done();
  }
}
