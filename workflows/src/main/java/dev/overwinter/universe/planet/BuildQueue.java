package dev.overwinter.universe.planet;

import static java.util.Objects.requireNonNull;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Outcome.Accepted;
import dev.overwinter.universe.Outcome.Refused;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The building queue as time passes: ends heads, starts what comes behind them. The caller has
/// settled the planet to that moment.
final class BuildQueue {
  private BuildQueue() {}

  /// Ends the head, which is due, and starts the next one.
  static PlanetState completed(
      Laws laws, PlanetState planet, List<PlanetEvent> events, List<Posting> postings) {
    var head = planet.builds().getFirst();
    var end = requireNonNull(head.end(), "end");
    events.add(
        new PlanetEvent.Built(end, head.number(), head.building(), head.level(), head.down()));
    var next =
        planet
            .withBuildings(planet.buildings().with(head.building(), head.level()))
            .withBuilds(planet.builds().subList(1, planet.builds().size()));
    return started(laws, next, end, events, postings);
  }

  /// Starts the head unless it has a start already; drops heads that cannot be started.
  static PlanetState started(
      Laws laws, PlanetState planet, Instant at, List<PlanetEvent> events, List<Posting> postings) {
    var now = planet;
    while (!now.builds().isEmpty() && now.builds().getFirst().start() == null) {
      var head = now.builds().getFirst();
      switch (start(laws, now, head, at)) {
        case Accepted<BuildItem>(var item) -> {
          var queue = new ArrayList<>(now.builds());
          queue.set(0, item);
          now = now.withStock(now.stock().minus(item.paid())).withBuilds(queue);
          postings.add(new Posting(Posting.Kind.SPENT, item.paid()));
        }
        case Refused<BuildItem> refused -> {
          events.add(
              new PlanetEvent.Dropped(
                  at,
                  head.number(),
                  head.building(),
                  head.level(),
                  refused.reason(),
                  refused.text()));
          now = now.withBuilds(relabelled(now, now.builds().subList(1, now.builds().size())));
        }
      }
    }
    return now;
  }

  /// An item that becomes head now, paid.
  static Outcome<BuildItem> start(Laws laws, PlanetState planet, BuildItem item, Instant at) {
    var building = item.building();
    var inUse = Works.inUse(laws, planet, building);
    if (inUse.isPresent()) {
      return Outcome.refused(Refusal.IN_USE, inUse.get());
    }
    if (item.down() && planet.buildings().of(building) == 0) {
      return Outcome.refused(Refusal.NOT_BUILT, "there is no " + building);
    }
    if (!item.down()) {
      var obstacle = Works.<BuildItem>obstacle(laws, planet, planet.buildings(), building);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    var level = planet.buildings().of(building);
    var cost =
        item.down()
            ? Works.demolition(laws, building, level, planet.techs())
            : Works.cost(laws, building, level);
    if (!planet.stock().covers(cost)) {
      return Outcome.cannotPay(planet.stock(), cost);
    }
    var from = item.down() ? level - 1 : level;
    return Outcome.accepted(
        new BuildItem(
            item.number(),
            building,
            item.down() ? level - 1 : level + 1,
            item.down(),
            cost,
            at,
            at.plusSeconds(Works.seconds(laws, building, from, planet.levels()))));
  }

  /// Waiting items with the levels that they lead to, after one before them has gone. A level is
  /// never below 0: what cannot be taken down is dropped when it is its turn.
  static List<BuildItem> relabelled(PlanetState planet, List<BuildItem> queue) {
    var levels = planet.buildings();
    var items = new ArrayList<BuildItem>();
    for (var item : queue) {
      var level = Math.max(0, levels.of(item.building()) + (item.down() ? -1 : 1));
      levels = levels.with(item.building(), level);
      items.add(
          new BuildItem(
              item.number(),
              item.building(),
              item.start() == null ? level : item.level(),
              item.down(),
              item.paid(),
              item.start(),
              item.end()));
    }
    return items;
  }

  /// Items that are paid already, one behind the other; a head that works is left alone.
  static List<BuildItem> chained(
      Laws laws, PlanetState planet, List<BuildItem> queue, Instant now) {
    var levels = planet.levels();
    var free = now;
    var items = new ArrayList<BuildItem>();
    for (var item : queue) {
      var start = item.start();
      var end = item.end();
      if (start == null || end == null || start.isAfter(now)) {
        start = free;
        end = free.plusSeconds(Works.seconds(laws, item.building(), item.level() - 1, levels));
      }
      items.add(
          new BuildItem(
              item.number(), item.building(), item.level(), item.down(), item.paid(), start, end));
      levels = levels.with(item.building(), item.level());
      free = end;
    }
    return items;
  }
}
