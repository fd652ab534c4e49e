package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.UniverseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps what the ports would, in memory, with one answer for each key; remembers what was asked.
/// On a planet each building takes a minute, one after the other; `nothing` is refused.
final class FakeUniverse
    implements PlanetActivities, FleetActivities, MarketActivities, PlayerActivities {
  static final Duration EACH = Duration.ofMinutes(1);

  final List<String> asked = new ArrayList<>();

  /// What was done, for the moment at which it was due.
  final Map<String, Instant> done = new LinkedHashMap<>();

  private final TreeMap<Instant, String> queue = new TreeMap<>();
  private final Map<String, OrderAnswer> answers = new LinkedHashMap<>();
  private long version;
  private int away;
  private @Nullable FleetOrder order;
  private @Nullable Instant departed;
  private @Nullable Instant next;
  private boolean returning;
  private String offer = "";
  private @Nullable Instant expires;

  /// Of what was asked so far.
  synchronized void forget() {
    asked.clear();
  }

  /// The next calls fail.
  synchronized void away(int calls) {
    away = calls;
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized Map<String, Instant> done() {
    return new LinkedHashMap<>(done);
  }

  /// Something else puts an item before all others.
  synchronized void change(String what, Instant at) {
    queue.put(at, what);
    version++;
  }

  private void ask(String what) {
    asked.add(what);
    if (away > 0) {
      away--;
      throw new IllegalStateException("the database is away");
    }
  }

  private Due due() {
    return new Due(version, queue.isEmpty() ? null : queue.firstKey());
  }

  @Override
  public synchronized Ordered order(PlanetRequest request, Instant at) {
    ask("order");
    var building = ((PlanetOrder.Build) request.order()).building();
    return new Ordered(answer(request.key(), building, at), due());
  }

  private OrderAnswer answer(String key, String thing, Instant at) {
    return answers.computeIfAbsent(
        key,
        _ -> {
          if (thing.equals("nothing")) {
            return new OrderAnswer.Refused(Refusal.UNKNOWN_THING, "there is no such building");
          }
          version++;
          var end = (queue.isEmpty() ? at : queue.lastKey()).plus(EACH);
          queue.put(end, thing);
          return new OrderAnswer.Accepted("" + version, thing, 1, Goods.NONE, Goods.NONE, at, end);
        });
  }

  @Override
  public synchronized Due settle(long planet, Instant upTo) {
    ask("settle");
    return settle(upTo);
  }

  private Due settle(Instant upTo) {
    while (!queue.isEmpty() && !queue.firstKey().isAfter(upTo)) {
      var item = queue.pollFirstEntry();
      done.put(item.getValue(), item.getKey());
      version++;
    }
    return due();
  }

  @Override
  public synchronized Ordered orderResearch(ResearchRequest request, Instant at) {
    ask("orderResearch");
    return new Ordered(answer(request.key(), "research", at), due());
  }

  @Override
  public synchronized Due settleResearch(long player, Instant upTo) {
    ask("settleResearch");
    return settle(upTo);
  }

  @Override
  public synchronized Flight launch(FleetOrder given, Instant at) {
    ask("launch");
    if (given.units().isEmpty()) {
      return new Flight(
          new FleetAnswer.Refused(Refusal.NOT_ENOUGH_SHIPS, "no ships were named"), Due.NOTHING);
    }
    if (order == null) {
      order = given;
      departed = at;
      next = at.plus(EACH);
      version++;
    }
    return new Flight(flying(false), new Due(version, next));
  }

  private FleetAnswer flying(boolean recalled) {
    var from = Objects.requireNonNull(departed);
    return new FleetAnswer.Flying(
        "f", 0, from, from.plus(EACH), recalled ? next : from.plus(EACH.multipliedBy(2)), recalled);
  }

  @Override
  public synchronized Due advance(String fleet, Instant upTo) {
    ask("advance");
    var due = next;
    if (due != null && !due.isAfter(upTo)) {
      done.put(returning ? "home" : "arrived", due);
      next = returning ? null : due.plus(EACH);
      returning = true;
      version++;
    }
    return new Due(version, next);
  }

  @Override
  public synchronized Flight recall(RecallRequest request, Instant at) {
    ask("recall");
    if (returning) {
      return new Flight(
          new FleetAnswer.Refused(Refusal.NOT_IN_FLIGHT, "it is on its way home"),
          new Due(version, next));
    }
    returning = true;
    version++;
    next = at.plus(Duration.between(Objects.requireNonNull(departed), at));
    return new Flight(flying(true), new Due(version, next));
  }

  /// Offers expire then; null for never.
  synchronized void offersExpire(@Nullable Instant at) {
    expires = at;
  }

  private Dealt dealt(String status, Instant at) {
    offer = status;
    version++;
    return new Dealt(new OfferAnswer.Done(1, status, at, null), open(), deadline());
  }

  private boolean open() {
    return offer.equals("open");
  }

  private Due deadline() {
    return new Due(version, open() ? expires : null);
  }

  private Dealt refused() {
    return new Dealt(
        new OfferAnswer.Refused(Refusal.NOT_OPEN, "the offer is not open"), open(), deadline());
  }

  @Override
  public synchronized Dealt open(OfferOrder given, Instant at) {
    ask("open");
    return given.offeredAmount() > 0 ? dealt("open", at) : refused();
  }

  @Override
  public synchronized Dealt accept(OfferRequest request, Instant at) {
    ask("accept");
    return open() && request.player() != 1 ? dealt("accepted", at) : refused();
  }

  @Override
  public synchronized Dealt cancel(OfferRequest request, Instant at) {
    ask("cancel");
    return open() ? dealt("cancelled", at) : refused();
  }

  @Override
  public synchronized Dealt expire(String given, Instant at) {
    ask("expire");
    return open() ? dealt("expired", at) : refused();
  }

  synchronized String offer() {
    return offer;
  }

  @Override
  public synchronized PlayerAnswer perform(String key, PlayerCommand command, Instant at) {
    ask("perform");
    return new PlayerAnswer.Done(7);
  }

  @Override
  public synchronized boolean createUniverse(UniverseSpec spec, Instant at) {
    ask("createUniverse");
    return true;
  }

  @Override
  public synchronized TidyReport tidy(Instant at) {
    ask("tidy");
    return new TidyReport(0, 0, 0, 0);
  }
}
