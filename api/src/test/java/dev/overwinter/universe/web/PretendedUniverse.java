package dev.overwinter.universe.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.Payloads;
import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.json.RuleSetFiles;
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
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.research.ResearchState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.shipyard.YardRules;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A universe whose workflows are one statement each on real tables, and which remembers what it
/// was told. Every newcomer gets a planet of the classic rules.
final class PretendedUniverse implements UniverseOrders {
  static final Laws LAWS = Laws.of(RuleSetFiles.named("classic"));

  final List<Object> told = new CopyOnWriteArrayList<>();

  /// The keys of commands.
  final List<String> keys = new CopyOnWriteArrayList<>();

  /// Who was said to be there; apart from what was ordered.
  final List<Long> seen = new CopyOnWriteArrayList<>();

  /// What orders are answered; null to accept them.
  volatile @Nullable Refusal refuses;

  /// Whether nobody answers in time.
  volatile boolean away;

  /// Whether orders to planets are carried out by the rules, instead of being answered alike.
  volatile boolean ruled;

  private final JdbcClient sql;
  private final AtomicInteger places = new AtomicInteger();

  PretendedUniverse(JdbcClient sql) {
    this.sql = sql;
  }

  /// Makes the universe.
  void begin(String id, boolean startChoice) {
    begin(id, startChoice, "classic");
  }

  void begin(String id, boolean startChoice, String rules) {
    sql.sql(
            """
            INSERT INTO universes (id, name, rules, galaxies, systems, positions, start_choice,
                   settings, created_at)
            VALUES (?, 'Here', ?, 9, 499, 15, ?, ?::jsonb, now()) ON CONFLICT DO NOTHING
            """)
        .params(id, rules, startChoice, json(UniverseSettings.USUAL))
        .update();
    sql.sql(
            "INSERT INTO universe_seeded SELECT ?, 1, s, p FROM generate_series(1, 20) s,"
                + " generate_series(1, 15) p ON CONFLICT DO NOTHING")
        .param(id)
        .update();
  }

  /// Removes it, so that others see none.
  void end() {
    sql.sql(
            """
            TRUNCATE universes, universe_players, universe_planets, universe_fleets,
                     universe_offers, universe_trades, universe_messages, universe_events,
                     universe_cursors, universe_battles, universe_spy_reports, universe_seeded,
                     universe_orders CASCADE
            """)
        .update();
  }

  static String json(Object value) {
    try {
      return Payloads.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private long enrol(String universe, String account, String name) {
    long player =
        sql.sql(
                """
                INSERT INTO universe_players (universe, account, username, created_at,
                       last_active_at, needs_start_choice, research)
                VALUES (?, ?, ?, now(), now(), true, '{}') RETURNING id
                """)
            .params(universe, account, name)
            .query(Long.class)
            .single();
    sql.sql("UPDATE universe_players SET research = ?::jsonb WHERE id = ?")
        .params(json(ResearchState.of(new PlayerId(player))), player)
        .update();
    return player;
  }

  /// A moon for somebody, with what moons have.
  long moon(long player, int galaxy) {
    long moon = settle(player, new Coordinate(galaxy, (int) (player % 499) + 1, 14), Instant.now());
    sql.sql("UPDATE universe_planets SET moon = true, name = 'Moon ' || id WHERE id = ?")
        .param(moon)
        .update();
    change(
        moon,
        state ->
            state
                .withBuildings(new Levels(Map.of("sensor_phalanx", 3, "jump_gate", 1)))
                .withUnits(new Units(Map.of("cruiser", 2L, "interplanetary_missile", 3L))));
    return moon;
  }

  /// A planet for somebody.
  long settle(long player, Coordinate at, Instant since) {
    long planet =
        sql.sql(
                """
                INSERT INTO universe_planets (universe, player, galaxy, system, position, name,
                       size, temp_min, temp_max, state, books, created_at)
                SELECT universe, id, ?, ?, ?, 'Homeworld', 163, 25, 25, '{}', '{}', now()
                  FROM universe_players WHERE id = ? RETURNING id
                """)
            .params(at.galaxy(), at.system(), at.position(), player)
            .query(Long.class)
            .single();
    var rules =
        sql.sql(
                "SELECT u.rules FROM universe_players p JOIN universes u ON u.id = p.universe"
                    + " WHERE p.id = ?")
            .param(player)
            .query(String.class)
            .single();
    var state =
        PlanetRules.founded(
                Laws.of(RuleSetFiles.named(rules)),
                new PlanetId(planet),
                new PlayerId(player),
                "Homeworld",
                at,
                Body.PLANET,
                25,
                163,
                true,
                Levels.NONE,
                List.of(),
                since)
            .next();
    write(planet, state);
    sql.sql(
            """
            UPDATE universe_players SET needs_start_choice = false, active_planet = ? WHERE id = ?
            """)
        .params(planet, player)
        .update();
    return planet;
  }

  /// Changes a planet as a worker would.
  void change(long planet, UnaryOperator<PlanetState> how) {
    var state =
        sql.sql("SELECT state FROM universe_planets WHERE id = ?")
            .param(planet)
            .query((row, _) -> UniverseReads.value(row, "state", PlanetState.class))
            .single();
    write(planet, how.apply(state));
  }

  private void write(long planet, PlanetState state) {
    sql.sql("UPDATE universe_planets SET state = ?::jsonb, version = version + 1 WHERE id = ?")
        .params(json(state), planet)
        .update();
  }

  /// Something happens to a player.
  void happens(long player, String type, String payload) {
    sql.sql(
            """
            WITH next AS (
              INSERT INTO universe_cursors AS c VALUES (:player, 1) ON CONFLICT (player)
              DO UPDATE SET last = c.last + 1 RETURNING last)
            INSERT INTO universe_events (player, cursor, type, payload, at)
            SELECT :player, last, :type, :payload::jsonb, now() FROM next
            """)
        .param("player", player)
        .param("type", type)
        .param("payload", payload)
        .update();
    sql.sql("SELECT pg_notify('universe_event', ?)")
        .param(String.valueOf(player))
        .query()
        .listOfRows();
  }

  @Override
  public boolean create(UniverseSpec spec) {
    told.add(spec);
    return sql.sql(
                """
                INSERT INTO universes (id, name, rules, speed_economy, speed_fleet, speed_research,
                       galaxies, systems, positions, start_choice, settings, created_at)
                VALUES (?, ?, ?, ?, ?, ?, 9, 499, 15, ?, ?::jsonb, now()) ON CONFLICT DO NOTHING
                """)
            .params(
                spec.universe(),
                spec.name(),
                spec.rules(),
                spec.economySpeed(),
                spec.fleetSpeed(),
                spec.researchSpeed(),
                spec.startChoice(),
                json(spec.settings()))
            .update()
        == 1;
  }

  /// It is heard even when nobody answers: that is what makes a repetition a second order.
  private void hear(Object order) {
    told.add(order);
    if (away) {
      throw Problem.of(
              HttpStatus.SERVICE_UNAVAILABLE, "It is still carried out; asking again is safe.")
          .code(TemporalCalls.AWAY);
    }
  }

  @Override
  public OrderAnswer planet(PlanetRequest request) {
    hear(request);
    return ruled && refuses == null ? carriedOut(request) : answer("metal_mine");
  }

  private OrderAnswer carriedOut(PlanetRequest request) {
    var state =
        sql.sql("SELECT state FROM universe_planets WHERE id = ? AND player = ?")
            .params(request.planet(), request.player())
            .query((row, _) -> UniverseReads.value(row, "state", PlanetState.class))
            .single();
    var now = Instant.now();
    var outcome =
        switch (request.order()) {
          case PlanetOrder.Build(var building) -> BuildRules.build(LAWS, state, building, now);
          case PlanetOrder.Demolish(var building) ->
              BuildRules.demolish(LAWS, state, building, now);
          case PlanetOrder.Make(var unit, var count) ->
              YardRules.order(LAWS, state, unit, count, 0, now);
          case PlanetOrder.Cancel(var queue, var item) ->
              queue == PlanetOrder.Queue.BUILD
                  ? BuildRules.cancel(LAWS, state, Long.parseLong(item), now)
                  : YardRules.cancel(LAWS, state, Long.parseLong(item), now);
          default -> throw new IllegalArgumentException(request.toString());
        };
    return switch (outcome) {
      case Outcome.Accepted<PlanetMove>(var move) -> {
        write(request.planet(), move.next());
        yield new OrderAnswer.Accepted(
            String.valueOf(move.item()),
            "metal_mine",
            move.next().buildings().of("metal_mine") + 1,
            Goods.NONE,
            Goods.NONE,
            now,
            null);
      }
      case Outcome.Refused<PlanetMove> no ->
          new OrderAnswer.Refused(Refusal.INSUFFICIENT_RESOURCES, no.text());
    };
  }

  @Override
  public OrderAnswer research(ResearchRequest request) {
    hear(request);
    return answer("laser");
  }

  private OrderAnswer answer(String thing) {
    var no = refuses;
    return no == null
        ? new OrderAnswer.Accepted(
            "1",
            thing,
            2,
            new Goods(90, 22, 0),
            Goods.NONE,
            Instant.now(),
            Instant.now().plusSeconds(72))
        : new OrderAnswer.Refused(no, "because " + no);
  }

  @Override
  public FleetAnswer dispatch(FleetOrder order) {
    hear(order);
    return fleet(order.fleet(), false);
  }

  @Override
  public FleetAnswer recall(RecallRequest request) {
    hear(request);
    return fleet(request.fleet(), true);
  }

  private FleetAnswer fleet(String id, boolean recalled) {
    var no = refuses;
    var now = Instant.now();
    return no == null
        ? new FleetAnswer.Flying(id, 0, now, now.plusSeconds(10), now.plusSeconds(20), recalled)
        : new FleetAnswer.Refused(no, "because " + no);
  }

  @Override
  public OfferAnswer offer(OfferOrder order) {
    hear(order);
    var no = refuses;
    if (no != null) {
      return new OfferAnswer.Refused(no, "because " + no);
    }
    long id =
        sql.sql(
                """
                INSERT INTO universe_offers (key, universe, seller, seller_planet,
                       offered_resource, offered_amount, requested_resource, requested_amount,
                       status, created_at)
                SELECT ?, universe, id, ?, ?, ?, ?, ?, 'open', now()
                  FROM universe_players WHERE id = ? RETURNING id
                """)
            .params(
                order.offer(),
                order.planet(),
                order.offeredResource(),
                order.offeredAmount(),
                order.requestedResource(),
                order.requestedAmount(),
                order.player())
            .query(Long.class)
            .single();
    return new OfferAnswer.Done(id, "open", Instant.now(), null);
  }

  @Override
  public OfferAnswer accept(OfferRequest request) {
    hear(request);
    int accepted =
        sql.sql(
                """
                UPDATE universe_offers SET status = 'accepted', accepted_by = :player,
                       accepted_at = now()
                 WHERE key = :key AND status = 'open' AND seller <> :player
                """)
            .param("player", request.player())
            .param("key", request.offer())
            .update();
    return accepted == 0
        ? new OfferAnswer.Refused(Refusal.NOT_OPEN, "it is not open")
        : new OfferAnswer.Done(1, "accepted", Instant.now(), null);
  }

  @Override
  public OfferAnswer cancel(OfferRequest request) {
    hear(request);
    return new OfferAnswer.Done(1, "cancelled", Instant.now(), null);
  }

  @Override
  public PlayerAnswer command(String key, PlayerCommand command) {
    if (command instanceof PlayerCommand.Seen(var player)) {
      seen.add(player);
      return new PlayerAnswer.Done(0);
    }
    told.add(command);
    keys.add(key);
    var no = refuses;
    if (no != null) {
      return new PlayerAnswer.Refused(no, "because " + no);
    }
    return switch (command) {
      case PlayerCommand.Enrol(var universe, var account, var name) ->
          enrolled(universe, account, name);
      case PlayerCommand.ChooseStart start -> {
        int position = Objects.requireNonNullElse(start.position(), 1);
        long planet =
            settle(
                start.player(),
                new Coordinate(start.galaxy(), start.system(), position),
                Instant.now());
        yield new PlayerAnswer.Settled(
            planet, "Homeworld", Spot.planet(start.galaxy(), start.system(), position));
      }
      case PlayerCommand.Select(var player, var planet) -> {
        sql.sql("UPDATE universe_players SET active_planet = ? WHERE id = ?")
            .params(planet, player)
            .update();
        yield new PlayerAnswer.Done(planet);
      }
      case PlayerCommand.Phalanx(_, _, var target) ->
          new PlayerAnswer.Echo(
              List.of(
                  new PlayerAnswer.Movement(
                      "seen",
                      Mission.ATTACK,
                      false,
                      Spot.planet(1, 2, 3),
                      target,
                      Instant.now(),
                      12)));
      case PlayerCommand.Discard(var player, var message) ->
          sql.sql("DELETE FROM universe_messages WHERE player = ? AND id = ?")
                      .params(player, message)
                      .update()
                  > 0
              ? new PlayerAnswer.Done(message)
              : new PlayerAnswer.Refused(Refusal.NOT_FOUND, "there is no such message");
      default -> new PlayerAnswer.Done(0);
    };
  }

  private PlayerAnswer enrolled(String universe, String account, String name) {
    var known =
        sql.sql("SELECT id, active_planet FROM universe_players WHERE universe = ? AND account = ?")
            .params(universe, account)
            .query((row, _) ->
                new PlayerAnswer.Enrolled(row.getLong("id"), Fields.number(row, "active_planet")))
            .optional();
    if (known.isPresent()) {
      return known.get();
    }
    long player = enrol(universe, account, name);
    boolean choice =
        sql.sql("SELECT start_choice FROM universes WHERE id = ?")
            .param(universe)
            .query(Boolean.class)
            .single();
    int nth = places.getAndIncrement();
    return new PlayerAnswer.Enrolled(
        player,
        choice
            ? null
            : settle(player, new Coordinate(2, 1 + nth / 15, 1 + nth % 15), Instant.now()));
  }

  /// What a player's row says, to see whether anything was changed.
  String row(long planet) {
    return sql.sql("SELECT version || ' ' || state::text FROM universe_planets WHERE id = ?")
        .param(planet)
        .query(String.class)
        .single();
  }

  void due(long planet, @Nullable Instant at) {
    sql.sql("UPDATE universe_planets SET due_at = :at::timestamptz WHERE id = :id")
        .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC).toString())
        .param("id", planet)
        .update();
  }
}
