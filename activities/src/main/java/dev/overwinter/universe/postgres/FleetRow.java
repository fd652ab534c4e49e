package dev.overwinter.universe.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  final long version;
  State state;
  Units units;
  Resources cargo;
  Books books;
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
    version = row.getLong("version");
    state = State.valueOf(row.getString("state"));
    units = units(row.getString("units"));
    cargo =
        new Resources(row.getLong("metal"), row.getLong("crystal"), row.getLong("deuterium"));
    books = Books.read(row.getString("books"));
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

  /// How long it flies in one direction.
  Duration oneWay() {
    return Duration.between(departsAt, arrivesAt);
  }

  /// Into its holds or out of them: signs are those of a planet's stock, so what is taken aboard is
  /// unloaded from somewhere else.
  void post(Posting posting) {
    cargo = cargo.plus(posting.change());
    books = books.and(List.of(posting));
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
