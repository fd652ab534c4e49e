package dev.overwinter.universe.web;

import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.Spot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The older paths that order something. Every answer is what became of it: an order that is not
/// accepted is a 4xx with the reason, and nothing was charged.
@Component
class OlderOrders {
  /// What buildings, units and technologies are called.
  static final Pattern THING = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /// What unions are known by.
  private static final Pattern UNION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final String NOT_FLYING = "No in-flight fleet to recall or fleet already arrived";

  private final PlanetReads planets;
  private final FleetReads fleets;
  private final UniverseOrders orders;
  private final Foresight foresight;
  private final Clock clock;

  OlderOrders(
      PlanetReads planets,
      FleetReads fleets,
      UniverseOrders orders,
      Foresight foresight,
      Clock clock) {
    this.planets = planets;
    this.fleets = fleets;
    this.orders = orders;
    this.foresight = foresight;
    this.clock = clock;
  }

  List<OlderRoute> routes() {
    var self = OlderRoute.Needs.SELF;
    return List.of(
        OlderRoute.of("POST", "/player/{id}/build", self, this::build),
        OlderRoute.of("DELETE", "/player/{id}/buildings/{building}", self, this::demolish),
        OlderRoute.of("DELETE", "/player/{id}/build-queue/{index}", self, this::cancel),
        OlderRoute.of("POST", "/player/{id}/research", self, this::research),
        OlderRoute.of("POST", "/player/{id}/build-ships", self, this::ships),
        OlderRoute.of("POST", "/player/{id}/fleet/dispatch", self, this::dispatch),
        OlderRoute.of("POST", "/player/{id}/fleet/{fleet}/recall", self, this::recall));
  }

  private OlderReply build(OlderCall call) {
    var building = required(call, "building_type");
    return planet(
        call, "build", new PlanetOrder.Build(building), "Build command queued for " + building);
  }

  private OlderReply demolish(OlderCall call) {
    var building = called(call.part("building"), "building");
    return planet(
        call,
        "demolish",
        new PlanetOrder.Demolish(building),
        "Demolition command queued for " + building);
  }

  private OlderReply cancel(OlderCall call) {
    long index = call.number("index");
    if (index < 0 || index > 10_000) {
      return OlderReply.no(400, "There is no such item in the build queue");
    }
    return planet(
        call,
        "cancel",
        new PlanetOrder.CancelAt(PlanetOrder.Queue.BUILD, (int) index),
        "Cancel command queued for build queue index " + index);
  }

  private OlderReply planet(OlderCall call, String what, PlanetOrder order, String message) {
    var planet = planets.home(call.player());
    if (call.idempotencyKey().isEmpty()) {
      var refusal = foresight.refusal(planet, order);
      if (refusal.isPresent()) {
        return OlderReply.no(400, refusal.get());
      }
    }
    var answer =
        orders.planet(
            new PlanetRequest(OrderKeys.key(what, call), call.player(), planet.id(), order));
    return reply(answer, message);
  }

  private static OlderReply reply(OrderAnswer answer, String message) {
    return switch (answer) {
      case OrderAnswer.Accepted done ->
          OlderReply.ok(
              Fields.of(
                  "message", message,
                  "item", done.item(),
                  "amount", done.amount(),
                  "cost", done.paid(),
                  "refund", done.refunded(),
                  "completion_time", Fields.time(done.finishesAt())));
      case OrderAnswer.Refused(var refusal, var reason) -> OlderReply.no(status(refusal), reason);
    };
  }

  static int status(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_UNIVERSE, UNKNOWN_PLAYER, UNKNOWN_PLANET, NOT_OWNER -> 404;
      case OCCUPIED, SYSTEM_FULL, KEY_CONFLICT -> 409;
      default -> 400;
    };
  }

  private OlderReply research(OlderCall call) {
    var research = required(call, "research_type");
    var planet = planets.home(call.player());
    if (planet.laws().rules().tech(research).isEmpty()) {
      return OlderReply.no(400, "Invalid research_type");
    }
    var answer =
        orders.research(
            new ResearchRequest(
                OrderKeys.key("research", call),
                call.player(),
                planet.id(),
                new ResearchOrder.Begin(research)));
    return reply(answer, "Research command queued for " + research);
  }

  private OlderReply ships(OlderCall call) {
    var ship = required(call, "ship_type");
    var quantity = call.has("quantity") ? call.whole("quantity") : Optional.of(1L);
    if (quantity.isEmpty()) {
      return OlderReply.no(400, "quantity must be an integer");
    }
    long count = quantity.get();
    if (count <= 0) {
      return OlderReply.no(400, "quantity must be > 0");
    }
    var planet = planets.home(call.player());
    var answer =
        orders.planet(
            new PlanetRequest(
                OrderKeys.key("ships", call),
                call.player(),
                planet.id(),
                new PlanetOrder.Make(ship, count)));
    if (answer instanceof OrderAnswer.Refused refused) {
      return switch (refused.refusal()) {
        case QUEUE_FULL -> known("Shipyard queue full", refused.reason());
        default -> OlderReply.no(status(refused.refusal()), refused.reason());
      };
    }
    return reply(answer, "Ship build queued: " + ship + " x" + count);
  }

  /// The words that clients know, and beside them what it really was.
  private static OlderReply known(String detail, String reason) {
    return new OlderReply(400, Map.of("detail", detail, "reason", reason), Map.of());
  }

  private static String required(OlderCall call, String field) {
    return called(
        call.word(field).orElseThrow(() -> OlderRefusal.of(400, field + " is required")), field);
  }

  /// What could be the name of something: what is refused is kept with its answer for a week.
  private static String called(String name, String field) {
    return like(THING, name, field);
  }

  /// Empty when it is not there.
  private static String optional(OlderCall call, String field, Pattern expected) {
    return call.word(field).map(text -> like(expected, text, field)).orElse("");
  }

  private static String like(Pattern expected, String text, String field) {
    if (!expected.matcher(text).matches()) {
      throw OlderRefusal.of(400, field + " is no name of anything (expected: " + expected + ")");
    }
    return text;
  }

  private OlderReply dispatch(OlderCall call) {
    var galaxy = call.whole("galaxy");
    var system = call.whole("system");
    var position = call.whole("position");
    if (galaxy.isEmpty() || system.isEmpty() || position.isEmpty()) {
      return OlderReply.no(400, "galaxy, system, position must be integers");
    }
    var planet = planets.home(call.player());
    var at = place(planet.universe(), galaxy.get(), system.get(), position.get());
    var wish = call.has("mission") ? call.word("mission").orElse("") : "transfer";
    if (wish.isEmpty()) {
      return OlderReply.no(400, "mission is required");
    }
    var mission =
        Mission.parse(wish.replace('-', '_').replace(' ', '_'))
            .orElseThrow(() ->
                OlderRefusal.of(
                    400,
                    "Unknown mission (expected: transfer, transport, deploy, attack, espionage,"
                        + " colonize, recycle, acs_attack, acs_defend, expedition, destroy_moon"
                        + " or missiles)"));
    int percent = percent(call);
    var ships = ships(call, planet);
    var answer =
        orders.dispatch(
            new FleetOrder(
                OrderKeys.id("fleet", call),
                call.player(),
                planet.id(),
                mission,
                new Spot(at.galaxy(), at.system(), at.position(), moon(call)),
                ships,
                cargo(call),
                percent,
                hold(call),
                optional(call, "union", UNION),
                optional(call, "aim", THING)));
    return switch (answer) {
      case FleetAnswer.Refused(var refusal, var reason) -> OlderReply.no(status(refusal), reason);
      case FleetAnswer.Flying flying ->
          OlderReply.ok(
              Fields.of(
                  "message", "Fleet dispatch queued",
                  "target",
                      Fields.of(
                          "galaxy", at.galaxy(),
                          "system", at.system(),
                          "position", at.position()),
                  "mission", wish,
                  "fleet_id", flying.fleet(),
                  "eta", Fields.time(flying.arrivesAt()),
                  "return_eta", Fields.time(flying.returnsAt()),
                  "fuel", flying.fuel()));
    };
  }

  private static GalaxyReads.Place place(
      UniverseReads.Universe universe, long galaxy, long system, long position) {
    // One more than there are is outer space, where expeditions go.
    if (galaxy < 1
        || system < 1
        || position < 1
        || galaxy > universe.galaxies()
        || system > universe.systems()
        || position > universe.positions() + 1) {
      throw OlderRefusal.of(400, "Invalid coordinates");
    }
    return new GalaxyReads.Place((int) galaxy, (int) system, (int) position);
  }

  /// A factor of up to 1, as the older system takes it. No fleet flies slower than a tenth: who
  /// asks for that is told so, and gets no other speed than the one that was asked for.
  private static int percent(OlderCall call) {
    if (!call.has("speed")) {
      return 100;
    }
    var speed = call.body().path("speed");
    if (!speed.isNumber() || !(speed.doubleValue() > 0)) {
      throw OlderRefusal.of(400, "speed must be a positive number if provided");
    }
    if (speed.doubleValue() < 0.1) {
      throw OlderRefusal.of(400, "speed must be at least 0.1 (no fleet flies slower)");
    }
    return (int) Math.round(Math.min(1, speed.doubleValue()) * 100);
  }

  /// All that can fly when none are named.
  private static SortedMap<String, Long> ships(OlderCall call, PlanetReads.Planet planet) {
    var ships = new TreeMap<String, Long>();
    if (!call.has("ships")) {
      var rules = planet.laws().rules();
      planet
          .state()
          .units()
          .forEach((unit, count) -> {
            if (rules.unit(unit).filter(rule -> rule.flies()).isPresent()) {
              ships.put(unit, count);
            }
          });
      return ships;
    }
    var named = call.body().path("ships");
    if (!named.isObject()) {
      throw wrongShips();
    }
    named
        .properties()
        .forEach(field -> {
          JsonNode count = field.getValue();
          if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
            throw wrongShips();
          }
          if (count.longValue() > 0) {
            ships.put(called(field.getKey(), "a ship of ships"), count.longValue());
          }
        });
    return ships;
  }

  private static OlderRefusal wrongShips() {
    return OlderRefusal.of(400, "ships must be an object mapping ship_type to count");
  }

  private static boolean moon(OlderCall call) {
    return call.body().path("moon").booleanValue(false);
  }

  /// Not in the older system, whose ships carried nothing.
  private static Goods cargo(OlderCall call) {
    var cargo = call.body().path("cargo");
    long metal = amount(cargo, "metal");
    long crystal = amount(cargo, "crystal");
    long deuterium = amount(cargo, "deuterium");
    return new Goods(metal, crystal, deuterium);
  }

  private static long amount(JsonNode cargo, String resource) {
    var amount = cargo.path(resource);
    if (amount.isMissingNode() || amount.isNull()) {
      return 0;
    }
    if (!amount.isIntegralNumber() || !amount.canConvertToLong() || amount.longValue() < 0) {
      throw OlderRefusal.of(400, "cargo must be an object mapping resources to whole numbers");
    }
    return amount.longValue();
  }

  private static Duration hold(OlderCall call) {
    return call.whole("hold_seconds")
        .filter(seconds -> seconds >= 0 && seconds <= 1_000_000)
        .map(Duration::ofSeconds)
        .orElse(Duration.ZERO);
  }

  /// By its id; clients that know none mean the only one that there is.
  private OlderReply recall(OlderCall call) {
    var now = clock.instant();
    var out = fleets.flying(call.player()).stream().filter(fleet -> fleet.outbound(now)).toList();
    var named = fleets.find(call.player(), call.part("fleet"));
    var fleet =
        named
            .map(FleetReads.Fleet::id)
            .or(() -> out.size() == 1 ? Optional.of(out.getFirst().id()) : Optional.empty());
    if (fleet.isEmpty()) {
      return OlderReply.no(400, NOT_FLYING);
    }
    return switch (orders.recall(new RecallRequest(call.player(), fleet.get()))) {
      case FleetAnswer.Refused _ -> OlderReply.no(400, NOT_FLYING);
      case FleetAnswer.Flying flying ->
          OlderReply.ok(
              Fields.of(
                  "message",
                  "Fleet recall queued",
                  "recalled",
                  true,
                  "return_eta",
                  Fields.time(flying.returnsAt()),
                  "fleet_id",
                  flying.fleet()));
    };
  }
}
