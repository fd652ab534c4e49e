package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.game.Top10Table;
import dev.overwinter.rooms.game.Top10View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A room in memory that people come to: does what its workflow does, in no time.
public final class Rooms {
  public static final RoomId ID = new RoomId("abcd-1234f");
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Random chance;
  private @Nullable RoomState state;
  private int requests;
  private Instant now;
  final List<RoomEvent> events = new ArrayList<>();

  /// @param seed of the chance that it draws; another one for another deal
  public Rooms(long seed) {
    this(seed, NOON);
  }

  private Rooms(long seed, Instant now) {
    chance = new Random(seed);
    this.now = now;
  }

  /// A room of the usual kind whose host is Ann.
  public static Rooms ofAnn() {
    return ofAnn(RoomSettings.usual());
  }

  public static Rooms ofAnn(RoomSettings settings) {
    return ofAnn(settings, NOON);
  }

  public static Rooms ofAnn(RoomSettings settings, Instant now) {
    var rooms = new Rooms(7, now);
    rooms.must("Ann", new RoomCommand.Open("Ann's room", "top10", settings, "Ann"));
    return rooms;
  }

  /// Who somebody is by their name: `v-` and eight digits that follow from it.
  public static MemberId id(String name) {
    return new MemberId("v-%08x".formatted(name.hashCode()));
  }

  public static String holder(String name) {
    return "g:" + name;
  }

  public static RoomOrder order(String request, @Nullable String name, RoomCommand command) {
    return new RoomOrder(
        request, ID, name == null ? null : id(name), name == null ? null : holder(name), command);
  }

  /// Somebody orders something; an operator when it is nobody.
  public RoomAnswer order(@Nullable String name, RoomCommand command) {
    requests++;
    return order(order("r" + requests, name, command));
  }

  public RoomAnswer order(RoomOrder order) {
    tick();
    var decision = RoomRules.decide(state, order, now, null);
    if (decision instanceof Decision.NeedsChance needs) {
      decision = RoomRules.decide(state, order, now, draw(needs.bytes()));
    }
    return switch (decision) {
      case Decision.Refused refused -> refused.answer();
      case Decision.Nothing nothing -> nothing.answer();
      case Decision.Ready ready -> take(ready);
      case Decision.NeedsChance _ -> throw new AssertionError("chance was there");
    };
  }

  private Entropy draw(int bytes) {
    var drawn = new byte[bytes];
    chance.nextBytes(drawn);
    return Entropy.of(drawn);
  }

  private RoomAnswer.Done take(Decision.Ready ready) {
    state = ready.next();
    events.addAll(ready.events());
    return ready.answer();
  }

  private void tick() {
    while (state != null) {
      var due = RoomRules.tick(state, now);
      if (due.isEmpty()) {
        return;
      }
      take(due.get());
    }
  }

  /// What must be done is done.
  public RoomAnswer.Done must(@Nullable String name, RoomCommand command) {
    if (order(name, command) instanceof RoomAnswer.Done done) {
      return done;
    }
    throw new AssertionError(command + " was refused");
  }

  /// What must be refused is refused, and changes nothing.
  public RoomRefusal refused(@Nullable String name, RoomCommand command) {
    tick();
    var before = state;
    if (order(name, command) instanceof RoomAnswer.Refused refused
        && Objects.equals(state, before)) {
      return refused.refusal();
    }
    throw new AssertionError(command + " was done");
  }

  public Rooms join(String... names) {
    for (var name : names) {
      must(name, new RoomCommand.Join(name));
    }
    return this;
  }

  public Rooms wish(String name, Role next) {
    must("Ann", new RoomCommand.Wish(id(name), next));
    return this;
  }

  /// Ann begins a round.
  public Rooms start() {
    must("Ann", new RoomCommand.Start(null, null));
    return this;
  }

  public RoomCommand.Play move(String kind, String target, String value) {
    return new RoomCommand.Play(List.of(new GameMove(kind, target, value)));
  }

  public RoomAnswer.Done play(String name, String kind, String cardOf, Object value) {
    return must(name, move(kind, card(cardOf).id(), String.valueOf(value)));
  }

  public Top10Table.Card card(String of) {
    return card(id(of));
  }

  public Top10Table.Card card(MemberId of) {
    var table = (Top10Table) round().table();
    return table.cards().stream().filter(c -> c.player().equals(of)).findFirst().orElseThrow();
  }

  /// The value of a card as somebody sees it; null when they do not.
  public @Nullable Integer sees(String name, String cardOf) {
    var round = view(name).round();
    if (round == null) {
      throw new AssertionError("there is no round");
    }
    return ((Top10View) round.table())
        .cards().stream()
            .filter(card -> card.player().equals(id(cardOf)))
            .findFirst()
            .orElseThrow()
            .value();
  }

  public RoomView view(@Nullable String name) {
    return RoomViews.of(state(), name == null ? null : id(name));
  }

  public RoomState state() {
    tick();
    if (state == null) {
      throw new AssertionError("there is no room");
    }
    return state;
  }

  public Round round() {
    var round = state().round();
    if (round == null) {
      throw new AssertionError("there is no round");
    }
    return round;
  }

  public Member member(String name) {
    var member = state().members().get(id(name));
    if (member == null) {
      throw new AssertionError(name + " is no member");
    }
    return member;
  }

  public Rooms later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  public Instant now() {
    return now;
  }

  /// What was told, in order, as words: the type, and `what` of a game's.
  public List<String> told() {
    return events.stream()
        .map(event ->
            event.type() == RoomEvent.Type.PLAYED
                ? event.data().getOrDefault("what", "?")
                : event.type().name())
        .toList();
  }

  public List<RoomEvent> events() {
    return List.copyOf(events);
  }
}
