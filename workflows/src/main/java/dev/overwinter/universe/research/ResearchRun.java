package dev.overwinter.universe.research;

import static java.util.Objects.requireNonNull;

import dev.overwinter.universe.Outcome.Accepted;
import dev.overwinter.universe.Outcome.Refused;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.planet.PlanetState.TechAhead;
import dev.overwinter.universe.research.ResearchMove.OnPlanet;
import dev.overwinter.universe.research.ResearchMove.PlanetPosting;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.QueueRule.Pay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One decision about research, step by step: collects what happens on the way. Used once.
final class ResearchRun {
  private final Laws laws;
  private final List<ResearchEvent> events = new ArrayList<>();
  private final List<OnPlanet> happened = new ArrayList<>();
  private final List<PlanetPosting> postings = new ArrayList<>();
  private Academy academy;

  ResearchRun(Laws laws, Academy academy) {
    this.laws = laws;
    this.academy = academy;
  }

  Academy academy() {
    return academy;
  }

  ResearchState research() {
    return academy.research();
  }

  PlanetState planet(PlanetId id) {
    return academy.planet(id);
  }

  ResearchMove move(long item) {
    return new ResearchMove(academy, item, events, happened, postings);
  }

  // ---- time ----

  void settle(Instant upTo) {
    while (!research().queue().isEmpty()) {
      var head = research().queue().getFirst();
      var end = requireNonNull(head.end(), "end");
      if (end.isAfter(upTo)) {
        return;
      }
      events.add(new ResearchEvent.Researched(end, head.number(), head.tech(), head.level()));
      var state = research();
      academy =
          academy.with(
              new ResearchState(
                  state.player(),
                  state.levels().with(head.tech(), head.level()),
                  state.queue().subList(1, state.queue().size()),
                  state.nextItem()));
      start(end);
    }
  }

  /// Starts the head unless it has a start already; drops heads that cannot be started.
  private void start(Instant at) {
    while (!research().queue().isEmpty() && research().queue().getFirst().start() == null) {
      var head = research().queue().getFirst();
      var rest = research().queue().subList(1, research().queue().size());
      settlePlanet(head.planet(), at);
      switch (Studies.start(laws, academy, head, research().levels(), at)) {
        case Accepted<ResearchItem>(var started) -> {
          var queue = new ArrayList<>(rest);
          queue.addFirst(started);
          academy = academy.with(research().with(queue));
          pay(started.planet(), started.paid());
          announce(started);
        }
        case Refused<ResearchItem> refused -> {
          events.add(
              new ResearchEvent.Dropped(
                  at, head.number(), head.tech(), head.level(), refused.reason(), refused.text()));
          academy = academy.with(research().with(relabelled(rest)));
        }
      }
    }
  }

  /// Waiting items with the levels that they lead to, after one before them has gone.
  private List<ResearchItem> relabelled(List<ResearchItem> queue) {
    var levels = research().levels();
    var items = new ArrayList<ResearchItem>();
    for (var item : queue) {
      var level = levels.of(item.tech()) + 1;
      levels = levels.with(item.tech(), level);
      items.add(
          new ResearchItem(
              item.number(),
              item.tech(),
              level,
              item.planet(),
              item.paid(),
              item.start(),
              item.end()));
    }
    return items;
  }

  void settlePlanet(PlanetId id, Instant at) {
    var planet = planet(id);
    var settled = PlanetRules.settle(laws, planet, at);
    settled.events().forEach(event -> happened.add(new OnPlanet(id, event)));
    settled.postings().forEach(posting -> postings.add(new PlanetPosting(id, posting)));
    academy = academy.with(settled.state());
  }

  // ---- queue ----

  void queue(ResearchItem item) {
    var state = research();
    var queue = new ArrayList<>(state.queue());
    queue.add(item);
    academy =
        academy.with(
            new ResearchState(state.player(), state.levels(), queue, state.nextItem() + 1));
  }

  /// Another queue, of which some items have gone: the others move up and begin as early as they
  /// can.
  void replace(List<ResearchItem> kept, Instant now) {
    if (laws.rules().studies().pay() == Pay.STARTED) {
      academy = academy.with(research().with(relabelled(kept)));
      start(now);
      return;
    }
    var free = now;
    var queue = new ArrayList<ResearchItem>();
    for (var item : kept) {
      var start = requireNonNull(item.start(), "start");
      var end = requireNonNull(item.end(), "end");
      var next = item;
      if (start.isAfter(free)) {
        next = at(item, free, free.plus(Duration.between(start, end)));
        retract(item);
        announce(next);
      }
      queue.add(next);
      free = requireNonNull(next.end(), "end");
    }
    academy = academy.with(research().with(queue));
  }

  private static ResearchItem at(ResearchItem item, Instant start, Instant end) {
    return new ResearchItem(
        item.number(), item.tech(), item.level(), item.planet(), item.paid(), start, end);
  }

  // ---- planets ----

  void pay(PlanetId id, Resources cost) {
    var planet = planet(id);
    var taken = PlanetRules.put(laws, planet, Posting.Kind.SPENT, cost, planet.settledAt());
    take(id, taken);
  }

  void refund(ResearchItem item, Instant now) {
    retract(item);
    var back = item.paid().percentInUnits(laws.rules().studies().refundPercent());
    take(
        item.planet(),
        PlanetRules.put(laws, planet(item.planet()), Posting.Kind.REFUNDED, back, now));
  }

  private void take(PlanetId id, PlanetMove move) {
    move.events().forEach(event -> happened.add(new OnPlanet(id, event)));
    move.postings().forEach(posting -> postings.add(new PlanetPosting(id, posting)));
    academy = academy.with(move.next());
  }

  /// Tells every planet what will be known.
  void announce(ResearchItem item) {
    var tech = new TechAhead(item.tech(), item.level(), requireNonNull(item.end(), "end"));
    academy.planets().forEach(p -> academy = academy.with(PlanetRules.expect(p, tech)));
  }

  private void retract(ResearchItem item) {
    var end = item.end();
    if (end != null) {
      var tech = new TechAhead(item.tech(), item.level(), end);
      academy.planets().forEach(p -> academy = academy.with(PlanetRules.expectNoMore(p, tech)));
    }
  }
}
