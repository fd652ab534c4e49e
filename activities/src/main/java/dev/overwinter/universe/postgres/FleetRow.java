package dev.overwinter.universe.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.FleetId;
import dev.overwinter.universe.fleet.Flight;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `universe_fleets`, locked. Confined to its transaction.
final class FleetRow {
  /// What it is doing.
  enum State {
    OUTBOUND,
    HOLDING,
    RETURNING,
    HOME,
    LOST
  }

  final String id;
  final long number;
  final String universe;
  final long player;
  final Mission mission;
  final long originPlanet;
  final Spot origin;
  final Spot target;
  final @Nullable Long targetPlayer;
  final Units sent;
  final Instant departsAt;
  final Instant arrivesAt;
  final @Nullable Instant holdsUntil;
  final @Nullable String union;
  final String aim;
  final long fuel;
  final long version;
  State state;
  Units units;
  Freight freight;
  @Nullable Instant returnsAt;
  @Nullable Instant recalledAt;
  @Nullable Instant dueAt;
  Spot dueSpot;
  String outcome;
  @Nullable Long battle;

  private FleetRow(ResultSet row) throws SQLException {
    id = row.getString("id");
    number = row.getLong("number");
    universe = row.getString("universe");
    player = row.getLong("player");
    mission = Mission.valueOf(row.getString("mission"));
    originPlanet = row.getLong("origin_planet");
    origin = spot(row, "origin");
    target = spot(row, "target");
    targetPlayer = Rows.number(row, "target_player");
    sent = units(row.getString("units_sent"));
    departsAt = row.getTimestamp("departs_at").toInstant();
    arrivesAt = row.getTimestamp("arrives_at").toInstant();
    holdsUntil = Rows.instant(row, "holds_until");
    union = row.getString("union_id");
    aim = row.getString("aim");
    fuel = row.getLong("fuel");
    version = row.getLong("version");
    state = State.valueOf(row.getString("state"));
    units = units(row.getString("units"));
    freight = Freight.read(row.getString("books"));
    returnsAt = Rows.instant(row, "returns_at");
    recalledAt = Rows.instant(row, "recalled_at");
    dueAt = Rows.instant(row, "due_at");
    dueSpot = spot(row, "due");
    outcome = row.getString("outcome");
    battle = Rows.number(row, "battle");
  }

  static FleetRow of(ResultSet row, int number) throws SQLException {
    return new FleetRow(row);
  }

  private static Spot spot(ResultSet row, String what) throws SQLException {
    return new Spot(
        row.getInt(what + "_galaxy"),
        row.getInt(what + "_system"),
        row.getInt(what + "_position"),
        row.getBoolean(what + "_moon"));
  }

  private static Units units(String json) {
    return UniverseJson.read(json, new TypeReference<Units>() {});
  }

  /// As rules know it.
  Flight flight() {
    var hold = holdsUntil == null ? Duration.ZERO : Duration.between(arrivesAt, holdsUntil);
    var recalled = recalledAt;
    var since =
        switch (state) {
          case OUTBOUND -> departsAt;
          case HOLDING -> arrivesAt;
          case RETURNING -> recalled != null ? recalled : arrivesAt;
          case HOME, LOST -> arrivesAt;
        };
    return new Flight(
        new FleetId(number),
        new PlayerId(player),
        new PlanetId(originPlanet),
        Settler.place(origin),
        Settler.place(target),
        mission,
        units,
        cargo(),
        fuel,
        switch (state) {
          case OUTBOUND -> Flight.State.OUTBOUND;
          case HOLDING -> Flight.State.HOLDING;
          case RETURNING -> Flight.State.RETURNING;
          case HOME, LOST -> Flight.State.OVER;
        },
        since,
        dueAt == null ? since : dueAt,
        oneWay(),
        hold,
        recalled != null);
  }

  /// How long it flies in one direction.
  Duration oneWay() {
    return Duration.between(departsAt, arrivesAt);
  }

  /// What is in its holds.
  Resources cargo() {
    return freight.balance();
  }

  /// Into its holds or out of them.
  void load(Freight.Reason reason, Resources amount) {
    freight = freight.and(reason, amount);
  }

  /// It turns round at a moment and is home after as long as it takes.
  void turn(Instant at, Duration flight) {
    state = State.RETURNING;
    returnsAt = at.plus(flight);
    dueAt = returnsAt;
    dueSpot = origin;
  }

  /// It stays where it is.
  void hold(Instant until) {
    state = State.HOLDING;
    dueAt = until;
    dueSpot = target;
  }

  /// It is no more in space.
  void end(State how, String why) {
    state = how;
    outcome = outcome.isEmpty() ? why : outcome;
    dueAt = null;
  }
}
