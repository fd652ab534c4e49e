package dev.overwinter.rooms.game;

import static dev.overwinter.rooms.game.Played.Happened;

import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Viewer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// TOP10: each player has a card with a number of 1 to 10 that only they may look at, and answers
/// the topic as strongly as the number says; masters guess the numbers, and then the cards are
/// turned over.
///
/// Points: a guess that hits is 3 for the card's owner, one beside it 1; the masters have the sum
/// of the round each. A guess counts as it stands when the card is first turned over, and only
/// cards that lie face up when the round ends count.
public final class Top10 implements Game<Top10Table> {
  static final Top10 GAME = new Top10();

  private static final int HIGHEST = 10;

  private Top10() {}

  @Override
  public String name() {
    return "top10";
  }

  @Override
  public int fewestPlayers() {
    return 1;
  }

  @Override
  public int mostPlayers() {
    return HIGHEST;
  }

  @Override
  public List<String> topics() {
    return Top10Topics.ALL;
  }

  @Override
  public int entropyBytes(int players) {
    // Ten values, and four digits for each card: 60 bytes and the few that are thrown away.
    return 256;
  }

  @Override
  public Top10Table deal(
      List<MemberId> players, RoomSettings settings, Entropy entropy, Instant now) {
    var values = entropy.shuffle(IntStream.rangeClosed(1, HIGHEST).boxed().toList());
    var ids = new LinkedHashSet<String>();
    while (ids.size() < players.size()) {
      ids.add(entropy.hex(2));
    }
    var id = ids.iterator();
    var cards = new ArrayList<Top10Table.Card>();
    for (var player : players) {
      var value = values.get(cards.size());
      cards.add(new Top10Table.Card(id.next(), player, value, true, new TreeMap<>(), null, null));
    }
    return new Top10Table(cards);
  }

  @Override
  public List<GameMove> legalMoves(Top10Table table, Viewer by) {
    var moves = new ArrayList<GameMove>();
    for (var card : table.cards()) {
      if (Top10Moves.mayFlip(card, by)) {
        moves.add(new GameMove("flip", card.id(), String.valueOf(!card.faceDown())));
      }
      if (Top10Moves.mayPeek(card, by)) {
        var looks = by.member() != null && card.peeked().getOrDefault(by.member(), false);
        moves.add(new GameMove("peek", card.id(), String.valueOf(!looks)));
      }
      if (by.role() == Role.MASTER) {
        var guesses = IntStream.rangeClosed(1, HIGHEST).mapToObj(String::valueOf);
        Stream.concat(guesses, Stream.of(""))
            .forEach(guess -> moves.add(new GameMove("score", card.id(), guess)));
      }
    }
    return moves;
  }

  @Override
  public Played<Top10Table> apply(Top10Table table, Viewer by, List<GameMove> moves, Instant now) {
    var done = Played.Done.nothing(table);
    for (var move : moves) {
      switch (Top10Moves.make(done.table(), by, move)) {
        case Played.Done<Top10Table> next -> done = done.then(next);
        case Played.Refused<Top10Table> refused -> {
          return refused;
        }
      }
    }
    return done;
  }

  @Override
  public GameView view(Top10Table table, Viewer viewer) {
    return new Top10View(table.cards().stream().map(card -> view(card, viewer)).toList());
  }

  private static Top10View.Card view(Top10Table.Card card, Viewer viewer) {
    var seen = viewer.member() != null && (!card.faceDown() || looksBelow(card, viewer));
    return new Top10View.Card(
        card.id(),
        card.player(),
        card.faceDown(),
        seen ? card.value() : null,
        card.peeked(),
        card.scored());
  }

  private static boolean looksBelow(Top10Table.Card card, Viewer viewer) {
    return Top10Moves.mayPeek(card, viewer)
        && viewer.member() != null
        && card.peeked().getOrDefault(viewer.member(), false);
  }

  @Override
  public Score score(Top10Table table, SortedMap<MemberId, Member> members) {
    var lines = new ArrayList<String>();
    var points = new TreeMap<MemberId, Integer>();
    for (var card : table.cards()) {
      var player = members.get(card.player());
      if (!card.faceDown() && player != null && player.role() == Role.PLAYER) {
        var guess = card.counts() == null ? 0 : card.counts();
        var made = guess == 0 ? 0 : points(guess, card.value());
        points.put(player.id(), made);
        lines.add(
            "%s had %d, %s: %s"
                .formatted(
                    player.name(),
                    card.value(),
                    guess == 0 ? "not guessed" : "guessed " + guess,
                    made == 1 ? "1 point" : made + " points"));
      }
    }
    var sum = points.values().stream().mapToInt(Integer::intValue).sum();
    members.values().stream()
        .filter(member -> member.role() == Role.MASTER && !lines.isEmpty())
        .forEach(master -> points.put(master.id(), sum));
    return new Score(lines, points);
  }

  private static int points(int guess, int value) {
    return switch (Math.abs(guess - value)) {
      case 0 -> 3;
      case 1 -> 1;
      default -> 0;
    };
  }

  /// Never: who has turned a card over may hide it again, so only somebody ends a round.
  @Override
  public boolean over(Top10Table table) {
    return false;
  }

  @Override
  public Optional<Instant> turnEndsAt(Top10Table table) {
    return Optional.empty();
  }

  @Override
  public Played.Done<Top10Table> turnOver(Top10Table table, Instant now) {
    return Played.Done.nothing(table);
  }

  /// Their card stays as it lies, and they look below none any more.
  @Override
  public Played.Done<Top10Table> left(Top10Table table, MemberId member, Instant now) {
    var cards = table.cards().stream().map(card -> Top10Moves.unpeek(card, member)).toList();
    return Played.Done.nothing(new Top10Table(cards));
  }

  /// A bot turns its card over when everybody else has who is still there; when only bots have
  /// cards, when all are guessed.
  @Override
  public Played.Done<Top10Table> bots(
      Top10Table table, SortedMap<MemberId, Member> members, Instant now) {
    var others =
        table.cards().stream()
            .filter(card -> !card.player().bot() && members.containsKey(card.player()))
            .toList();
    var waits =
        others.isEmpty()
            ? table.cards().stream().anyMatch(card -> card.scored() == null)
            : others.stream().anyMatch(Top10Table.Card::faceDown);
    if (waits) {
      return Played.Done.nothing(table);
    }
    var happened = new ArrayList<Happened>();
    var cards = new ArrayList<Top10Table.Card>();
    for (var card : table.cards()) {
      if (card.player().bot() && card.counts() == null) {
        var up = Top10Moves.flip(card, false);
        cards.add(up);
        happened.add(Top10Moves.flipped(up));
      } else {
        cards.add(card);
      }
    }
    return new Played.Done<>(new Top10Table(cards), happened);
  }
}
