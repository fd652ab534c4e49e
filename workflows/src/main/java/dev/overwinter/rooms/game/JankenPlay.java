package dev.overwinter.rooms.game;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.game.JankenTable.Duel;
import dev.overwinter.rooms.game.Played.Happened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A tournament while something happens in it. Confined to one decision.
final class JankenPlay {
  /// After so many ties chance decides.
  private static final int MOST_TIES = 5;

  private final JankenTable before;
  private final Instant now;
  private final List<Duel> duels;
  private final TreeSet<MemberId> gone;
  private final List<Happened> happened = new ArrayList<>();
  private int drawn;

  JankenPlay(JankenTable table, Instant now) {
    before = table;
    this.now = now;
    duels = new ArrayList<>(table.duels());
    gone = new TreeSet<>(table.gone());
    drawn = table.drawn();
  }

  Played.Done<JankenTable> done() {
    var table = new JankenTable(before.secret(), drawn, before.turnLasts(), gone, duels);
    return new Played.Done<>(table, happened);
  }

  /// The duel that somebody is in now.
  Optional<Duel> openOf(@Nullable MemberId player) {
    return duels.stream().filter(duel -> duel.open() && duel.has(player)).findFirst();
  }

  void throwHand(Duel duel, MemberId player, Hand hand) {
    happened.add(Happened.of(player, "threw", "duel", duel.id(), "player", player.text()));
    var thrown = duel.with(player, hand);
    put(thrown);
    settle(thrown);
  }

  private void put(Duel duel) {
    duels.replaceAll(old -> old.id().equals(duel.id()) ? duel : old);
  }

  private void settle(Duel duel) {
    var two = duel.two();
    var ones = duel.ones();
    var twos = duel.twos();
    if (two == null || ones == null || twos == null) {
      return;
    }
    if (ones.beats(twos)) {
      win(duel, duel.one(), "hand");
    } else if (twos.beats(ones)) {
      win(duel, two, "hand");
    } else if (duel.ties() + 1 >= MOST_TIES) {
      win(duel, chance().below(2) == 0 ? duel.one() : two, "chance");
    } else {
      put(duel.again(ones, now.plus(before.turnLasts())));
      happened.add(Happened.of(null, "tied", "duel", duel.id(), "hand", ones.word()));
    }
  }

  private Entropy chance() {
    drawn++;
    return Entropy.expanded(before.secret(), drawn);
  }

  /// Tells the hands when both have thrown, and otherwise none.
  private void win(Duel duel, MemberId winner, String why) {
    put(duel.won(winner));
    var ones = duel.ones();
    var twos = duel.twos();
    happened.add(
        ones == null || twos == null
            ? Happened.of(null, "won", "duel", duel.id(), "winner", winner.text(), "why", why)
            : Happened.of(
                null,
                "won",
                "duel",
                duel.id(),
                "winner",
                winner.text(),
                "why",
                why,
                "one",
                ones.word(),
                "two",
                twos.word()));
    advance();
  }

  /// The next wave, when this one is over and more than one is left.
  private void advance() {
    if (duels.stream().anyMatch(Duel::open)) {
      return;
    }
    var wave = duels.getLast().wave();
    var left = standing(duels, gone);
    if (left.size() > 1) {
      pair(left, wave + 1);
    }
  }

  /// Who has won in the last wave and is still there.
  static List<MemberId> standing(List<Duel> duels, Set<MemberId> gone) {
    var wave = duels.getLast().wave();
    var left = new ArrayList<MemberId>();
    for (var duel : duels) {
      var winner = duel.winner();
      if (duel.wave() == wave && winner != null && !gone.contains(winner)) {
        left.add(winner);
      }
    }
    return left;
  }

  /// Duels of neighbours. Of an odd number the last goes on at once, in every second wave the
  /// first, so that it is not the same one twice.
  void pair(List<MemberId> players, int wave) {
    var rest = new ArrayList<>(players);
    var lucky =
        rest.size() % 2 == 0 ? null : wave % 2 == 1 ? rest.removeLast() : rest.removeFirst();
    if (wave > 1) {
      happened.add(Happened.of(null, "wave", "wave", String.valueOf(wave)));
    }
    for (var at = 0; at < rest.size(); at += 2) {
      add(wave, rest.get(at), rest.get(at + 1), null);
    }
    if (lucky != null) {
      add(wave, lucky, null, lucky);
    }
  }

  private void add(int wave, MemberId one, @Nullable MemberId two, @Nullable MemberId winner) {
    var id = String.valueOf(duels.size() + 1);
    var endsAt = now.plus(before.turnLasts());
    duels.add(new Duel(id, wave, one, two, null, null, 0, null, winner, endsAt));
  }

  /// Who has not thrown in time has lost; when neither has, the earlier seat goes on.
  void clock() {
    for (var duel : List.copyOf(duels)) {
      if (duel.open() && !duel.endsAt().isAfter(now)) {
        var two = duel.two();
        win(
            duel,
            two != null && duel.ones() == null && duel.twos() != null ? two : duel.one(),
            "clock");
      }
    }
  }

  void leave(MemberId member) {
    gone.add(member);
    var duel = openOf(member);
    if (duel.isPresent()) {
      var two = duel.get().two();
      var one = duel.get().one();
      var stays = two != null && one.equals(member) ? two : one;
      win(duel.get(), stays, "left");
    }
  }

  /// Bots throw until none of them has to.
  void bots() {
    for (var next = waitingBot(); next.isPresent(); next = waitingBot()) {
      var duel = next.get();
      var two = duel.two();
      var bot = two == null || (duel.one().bot() && !duel.hasThrown(duel.one())) ? duel.one() : two;
      throwHand(duel, bot, Hand.drawn(chance().below(3)));
    }
  }

  private Optional<Duel> waitingBot() {
    return duels.stream()
        .filter(Duel::open)
        .filter(duel -> waits(duel, duel.one()) || waits(duel, duel.two()))
        .findFirst();
  }

  private static boolean waits(Duel duel, @Nullable MemberId player) {
    return player != null && player.bot() && !duel.hasThrown(player);
  }
}
