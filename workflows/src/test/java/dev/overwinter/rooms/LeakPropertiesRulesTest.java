package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.game.JankenTable;
import dev.overwinter.rooms.game.JankenView;
import dev.overwinter.rooms.game.Top10Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Whatever anybody orders, in whatever phase: no view, event, answer or text tells anybody a value
/// that they may not see. Values are replaced by numbers that nothing else has, so that it is
/// enough to look for them in everything that leaves a room.
final class LeakPropertiesRulesTest {
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final List<Role> ROLES = List.of(Role.WATCHER, Role.PLAYER, Role.MASTER);
  private static final List<String> NAMES = List.of("Ann", "Bob", "Cleo", "Dan", "Eve", "Fay");

  private Instant now = Rooms.NOON;
  private RoomState room = opened();
  private final Set<String> dealt = new HashSet<>();
  private final Set<String> revealed = new HashSet<>();
  private int orders;

  private RoomState opened() {
    var open = new RoomCommand.Open("room", "top10", RoomSettings.usual(), "Ann");
    var ready = (Decision.Ready) RoomRules.decide(null, order("Ann", open), now, null);
    return ready.next();
  }

  private RoomOrder order(@Nullable String name, RoomCommand command) {
    orders++;
    return Rooms.order("r" + orders, name, command);
  }

  @Property(tries = 250)
  @Tag("ROOM-01")
  @Tag("ROOM-02")
  @Tag("ROOM-03")
  void nobodyIsToldAValueThatTheyMayNotSee(
      @ForAll @Size(min = 20, max = 80) List<@IntRange(max = 1 << 24) Integer> codes)
      throws JsonProcessingException {
    now = Rooms.NOON;
    room = opened();
    dealt.clear();
    revealed.clear();
    for (var name : NAMES.subList(1, 5)) {
      carryOut(order(name, new RoomCommand.Join(name)), 0);
    }
    carryOut(order("Ann", new RoomCommand.Wish(Rooms.id("Eve"), Role.MASTER)), 0);
    carryOut(order("Ann", new RoomCommand.Wish(Rooms.id("Dan"), Role.WATCHER)), 0);
    carryOut(order("Ann", new RoomCommand.Start(null, null)), codes.getFirst());
    for (var code : codes) {
      carryOut(order(actor(code % 8), command(code / 8)), code);
      look();
    }
  }

  private static @Nullable String actor(int code) {
    return code < NAMES.size() ? NAMES.get(code) : code == 6 ? null : "Ann";
  }

  /// Moves of the game half of the time, so that there is something to tell.
  private RoomCommand command(int code) {
    var who = Rooms.id(NAMES.get(code / 32 % NAMES.size()));
    return switch (code % 32) {
      case 0 -> new RoomCommand.Join(NAMES.get(code / 32 % NAMES.size()));
      case 1 -> new RoomCommand.Leave();
      case 2 -> new RoomCommand.Kick(who);
      case 3 -> code / 256 % 2 == 0 ? new RoomCommand.HandOver(who) : new RoomCommand.TakeHost(who);
      case 4, 5 -> new RoomCommand.Wish(who, ROLES.get(code / 256 % 3));
      case 6, 7, 8 -> new RoomCommand.Start(null, null);
      case 9 -> new RoomCommand.Finish();
      case 10 -> new RoomCommand.AddBot();
      case 11 ->
          new RoomCommand.Configure(null, null, ChangedSettings.all(settings(code / 32 % 2 == 0)));
      case 12 -> new RoomCommand.Configure(null, code / 32 % 3 == 0 ? "janken" : "top10", null);
      case 13 -> new RoomCommand.Say("m" + code);
      case 14 -> later(Duration.ofMinutes(code / 32 % 40));
      default -> move(code / 32);
    };
  }

  private RoomCommand later(Duration duration) {
    now = now.plus(duration);
    return new RoomCommand.Say("later");
  }

  private static RoomSettings settings(boolean watchersPeek) {
    var usual = RoomSettings.usual();
    return new RoomSettings(
        Rule.ANYONE,
        Rule.ANYONE,
        usual.joinAs(),
        watchersPeek,
        1,
        usual.roundLasts(),
        usual.turnLasts(),
        usual.retireAfter(),
        false);
  }

  private RoomCommand move(int code) {
    var round = room.round();
    if (round != null && round.table() instanceof JankenTable) {
      var hand = List.of("rock", "paper", "scissors", "nothing").get(code % 4);
      return new RoomCommand.Play(List.of(new GameMove("throw", "", hand)));
    }
    var cards = round == null ? List.<Top10Table.Card>of() : ((Top10Table) round.table()).cards();
    var card = cards.isEmpty() ? "none" : cards.get(code / 4 % cards.size()).id();
    return new RoomCommand.Play(
        List.of(
            switch (code % 4) {
              case 0 -> new GameMove("flip", card, String.valueOf(code / 64 % 3 == 0));
              case 1, 2 -> new GameMove("peek", card, String.valueOf(code / 64 % 4 != 0));
              default -> new GameMove("score", card, String.valueOf(code / 64 % 12));
            }));
  }

  private void carryOut(RoomOrder order, int chance) throws JsonProcessingException {
    for (var due = RoomRules.tick(room, now); due.isPresent(); due = RoomRules.tick(room, now)) {
      take(due.get());
    }
    var decision = RoomRules.decide(room, order, now, null);
    if (decision instanceof Decision.NeedsChance needs) {
      var drawn = new byte[needs.bytes()];
      new Random(chance).nextBytes(drawn);
      decision = RoomRules.decide(room, order, now, Entropy.of(drawn));
    }
    switch (decision) {
      case Decision.Ready ready -> take(ready);
      case Decision.Refused refused -> told(JSON.writeValueAsString(refused.answer()));
      case Decision.Nothing nothing -> told(JSON.writeValueAsString(nothing.answer()));
      case Decision.NeedsChance _ -> throw new AssertionError("chance was there");
    }
    told(order.toString());
    told(room.toString());
  }

  /// What everybody is told of a step.
  private void take(Decision.Ready ready) throws JsonProcessingException {
    room = marked(ready.next());
    cards(room).forEach(card -> dealt.add(value(card)));
    cards(room).filter(card -> !card.faceDown()).forEach(card -> revealed.add(value(card)));
    told(JSON.writeValueAsString(ready.events()));
    told(JSON.writeValueAsString(ready.answer()));
    told(JSON.writeValueAsString(room.past()));
    told(ready.toString());
    for (var event : ready.events()) {
      assertThat(event.data())
          .as("an event outlives a card's being shown")
          .doesNotContainKey("value");
      if ("threw".equals(event.data().get("what"))) {
        assertThat(event.data()).containsOnlyKeys("what", "duel", "player");
      }
    }
  }

  private void told(String everybody) {
    assertThat(everybody).doesNotContainPattern("\"?secret\"?[=:]");
    dealt.stream()
        .filter(value -> !revealed.contains(value))
        .forEach(value -> assertThat(everybody).doesNotContain(value));
  }

  /// Of each viewer: what they may see is computed here once more, from the contract's table.
  private void look() throws JsonProcessingException {
    for (var name : Stream.concat(NAMES.stream(), Stream.of("stranger")).toList()) {
      var id = Rooms.id(name);
      var member = room.members().get(id);
      var view = RoomViews.of(room, id);
      var json = JSON.writeValueAsString(view);
      assertThat(json).doesNotContain("\"g:").doesNotContain("secret");
      for (var card : cards(room).toList()) {
        var looks = card.peeked().getOrDefault(id, false);
        var round = room.round();
        var peeks = round != null && round.watchersPeek();
        var may =
            member != null
                && (!card.faceDown()
                    || (looks && card.player().equals(id) && member.role() == Role.PLAYER)
                    || (looks && member.role() == Role.WATCHER && peeks));
        assertThat(json.contains(value(card))).as("%s sees %s", name, card).isEqualTo(may);
      }
      told(JSON.writeValueAsString(view.past()));
      if (member == null) {
        assertThat(view.members()).isEmpty();
        assertThat(view.round()).isNull();
        assertThat(view.past()).isEmpty();
      }
      throwsOf(view, id);
    }
  }

  private static void throwsOf(RoomView view, MemberId id) {
    if (view.round() != null && view.round().table() instanceof JankenView seen) {
      for (var duel : seen.duels()) {
        var both = duel.winner() != null && duel.oneThrew() && duel.twoThrew();
        if (!both && !duel.one().equals(id)) {
          assertThat(duel.ones()).isNull();
        }
        if (!both && !id.equals(duel.two())) {
          assertThat(duel.twos()).isNull();
        }
      }
    }
  }

  private static Stream<Top10Table.Card> cards(RoomState room) {
    var round = room.round();
    return round != null && round.table() instanceof Top10Table table
        ? table.cards().stream()
        : Stream.empty();
  }

  private static String value(Top10Table.Card card) {
    return String.valueOf(card.value());
  }

  /// Values that nothing else has: of the round and the card.
  private static RoomState marked(RoomState state) {
    var round = state.round();
    if (round == null || !(round.table() instanceof Top10Table table)) {
      return state;
    }
    var cards = new ArrayList<Top10Table.Card>();
    for (var card : table.cards()) {
      var value =
          card.value() > 10 ? card.value() : 770_000_000 + round.number() * 100 + card.value();
      cards.add(
          new Top10Table.Card(
              card.id(),
              card.player(),
              value,
              card.faceDown(),
              new TreeMap<>(card.peeked()),
              card.scored(),
              card.counts()));
    }
    var marked =
        new Round(
            round.id(),
            round.number(),
            round.topic(),
            round.startedAt(),
            round.endsAt(),
            round.watchersPeek(),
            new Top10Table(cards));
    return new RoomState(
        state.id(),
        state.name(),
        state.game(),
        state.settings(),
        state.seq(),
        state.over(),
        state.host(),
        state.members(),
        state.names(),
        state.barred(),
        state.muted(),
        marked,
        state.rounds(),
        state.past(),
        state.totals(),
        state.createdAt(),
        state.activeAt());
  }
}
