package dev.overwinter.universe.planet;

import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.planet.PlanetState.Rest;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.YardRule.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One settlement: pieces of constant rates, and what is due between them. Used once.
final class Passage {
  private final Laws laws;
  private final List<PlanetEvent> events = new ArrayList<>();
  private final List<Posting> spent = new ArrayList<>();
  private PlanetState planet;
  private Resources produced = Resources.NONE;
  private long burnt;

  Passage(Laws laws, PlanetState planet) {
    this.laws = laws;
    this.planet = planet;
  }

  Settled until(Instant upTo) {
    if (upTo.isBefore(planet.settledAt())) {
      return new Settled(planet, List.of(), List.of());
    }
    while (true) {
      finishWhatIsDue();
      var rates = Rates.of(laws, planet);
      planet = Conditions.told(laws, planet, rates, events);
      if (!planet.settledAt().isBefore(upTo)) {
        return new Settled(planet, events, postings());
      }
      var next = nextChange(planet, laws, rates).filter(at -> at.isBefore(upTo)).orElse(upTo);
      produce(rates, next);
    }
  }

  private List<Posting> postings() {
    var postings = new ArrayList<Posting>();
    if (!produced.isNone()) {
      postings.add(new Posting(Posting.Kind.PRODUCED, produced));
    }
    if (burnt > 0) {
      postings.add(new Posting(Posting.Kind.BURNED, new Resources(0, 0, burnt)));
    }
    postings.addAll(spent);
    return postings;
  }

  // ---- what is due ----

  private void finishWhatIsDue() {
    var now = planet.settledAt();
    while (true) {
      var tech = planet.techsAhead().isEmpty() ? null : planet.techsAhead().getFirst().at();
      var build = planet.builds().isEmpty() ? null : planet.builds().getFirst().end();
      var yard = planet.yard().isEmpty() ? null : planet.yard().getFirst().end();
      if (tech != null && !tech.isAfter(now) && !later(tech, build) && !later(tech, yard)) {
        learn();
      } else if (build != null && !build.isAfter(now) && !later(build, yard)) {
        planet = BuildQueue.completed(laws, planet, events, spent);
      } else if (yard != null && !yard.isAfter(now)) {
        deliverAll();
      } else {
        break;
      }
    }
    deliverWhatIsReady();
  }

  private static boolean later(Instant one, @Nullable Instant other) {
    return other != null && one.isAfter(other);
  }

  private void learn() {
    var tech = planet.techsAhead().getFirst();
    events.add(new PlanetEvent.Learnt(tech.at(), tech.tech(), tech.level()));
    planet =
        planet.withTechs(
            planet.techs().with(tech.tech(), tech.level()),
            planet.techsAhead().subList(1, planet.techsAhead().size()));
  }

  private void deliverAll() {
    var item = planet.yard().getFirst();
    station(item, item.count());
    events.add(
        new PlanetEvent.Delivered(
            item.end(), item.number(), item.unit(), item.count(), item.orderedAt()));
    planet = planet.withYard(planet.yard().subList(1, planet.yard().size()));
  }

  private void deliverWhatIsReady() {
    if (planet.yard().isEmpty() || laws.rules().yard().delivery() == Delivery.TOGETHER) {
      return;
    }
    var item = planet.yard().getFirst();
    var ready = ready(item, planet.settledAt());
    if (ready > item.delivered()) {
      station(item, ready);
      var queue = new ArrayList<>(planet.yard());
      queue.set(0, item.delivered(ready));
      planet = planet.withYard(queue);
    }
  }

  private void station(YardItem item, long ready) {
    planet = planet.withUnits(planet.units().plus(Units.of(item.unit(), ready - item.delivered())));
  }

  /// How many of an item are done at a moment, where they come one by one.
  private static long ready(YardItem item, Instant now) {
    var worked = Duration.between(item.start(), now).toMillis();
    return Math.clamp(worked / item.eachMillis(), 0, item.count());
  }

  // ---- production ----

  private void produce(Rates rates, Instant next) {
    var millis = Duration.between(planet.settledAt(), next).toMillis();
    var stock = planet.stock();
    var metal = Accrual.after(rates.net().metal(), planet.rest().metal(), millis);
    var crystal = Accrual.after(rates.net().crystal(), planet.rest().crystal(), millis);
    var deuterium = Accrual.after(rates.net().deuterium(), planet.rest().deuterium(), millis);
    var gained = new Resources(metal.micros(), crystal.micros(), deuterium.micros());
    var rest = new Rest(metal.rest(), crystal.rest(), deuterium.rest());
    // A piece ends in the millisecond in which a store is full or dry: what that millisecond gives
    // or takes too much never was, not even as a rest, however the piece was cut.
    for (var resource : Resource.values()) {
      var after = stock.of(resource) + gained.of(resource);
      var end = end(rates, resource, stock, after);
      if (end != after) {
        gained = gained.with(resource, end - stock.of(resource));
      }
      if (end != after || (rates.net().of(resource) > 0 && end >= rates.room().of(resource))) {
        rest = without(rest, resource);
      }
    }
    planet = planet.produced(stock.plus(gained), rest, next);
    // The reactor's fuel is taken off what the mines give: only a piece that loses has burnt.
    var lost = Math.max(0, -gained.deuterium());
    burnt += lost;
    produced = produced.plus(gained).plus(new Resources(0, 0, lost));
  }

  private static long end(Rates rates, Resource resource, Resources stock, long after) {
    if (rates.net().of(resource) > 0) {
      return Math.max(stock.of(resource), Math.min(after, rates.room().of(resource)));
    }
    return Math.max(0, after);
  }

  private static Rest without(Rest rest, Resource resource) {
    return switch (resource) {
      case METAL -> new Rest(0, rest.crystal(), rest.deuterium());
      case CRYSTAL -> new Rest(rest.metal(), 0, rest.deuterium());
      case DEUTERIUM -> new Rest(rest.metal(), rest.crystal(), 0);
    };
  }

  // ---- what comes next ----

  static Optional<Instant> nextItem(PlanetState planet) {
    return Stream.of(
            planet.techsAhead().stream().findFirst().map(PlanetState.TechAhead::at),
            planet.builds().stream().findFirst().map(BuildItem::end),
            planet.yard().stream().findFirst().map(YardItem::end))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  static Optional<Instant> nextChange(PlanetState planet, Laws laws, Rates rates) {
    var changes = new ArrayList<Instant>();
    nextItem(planet).ifPresent(changes::add);
    nextUnit(planet, laws).ifPresent(changes::add);
    for (var resource : Resource.values()) {
      nextEnd(planet, rates, resource).map(planet.settledAt()::plusMillis).ifPresent(changes::add);
    }
    return changes.stream().min(Comparator.naturalOrder());
  }

  /// When the next unit comes that changes rates.
  private static Optional<Instant> nextUnit(PlanetState planet, Laws laws) {
    var production = laws.rules().production();
    if (planet.yard().isEmpty() || laws.rules().yard().delivery() == Delivery.TOGETHER) {
      return Optional.empty();
    }
    var item = planet.yard().getFirst();
    if (!item.unit().equals(production.satellite()) && !item.unit().equals(production.booster())) {
      return Optional.empty();
    }
    var next = ready(item, planet.settledAt()) + 1;
    return Optional.of(item.start().plusMillis(next * item.eachMillis()));
  }

  private static Optional<Long> nextEnd(PlanetState planet, Rates rates, Resource resource) {
    var rate = rates.net().of(resource);
    var stock = planet.stock().of(resource);
    var rest = rest(planet.rest(), resource);
    if (rate > 0 && stock < rates.room().of(resource)) {
      var millis = Accrual.millisToGain(rates.room().of(resource) - stock, rate, rest);
      return millis >= Accrual.FAR ? Optional.empty() : Optional.of(millis);
    }
    if (rate < 0) {
      var millis = Accrual.millisToLose(stock, -rate, rest);
      return millis >= Accrual.FAR ? Optional.empty() : Optional.of(millis);
    }
    return Optional.empty();
  }

  private static long rest(Rest rest, Resource resource) {
    return switch (resource) {
      case METAL -> rest.metal();
      case CRYSTAL -> rest.crystal();
      case DEUTERIUM -> rest.deuterium();
    };
  }
}
