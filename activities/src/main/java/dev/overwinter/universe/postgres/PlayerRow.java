package dev.overwinter.universe.postgres;

import dev.overwinter.universe.research.ResearchState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `universe_players`, locked. Confined to its transaction.
final class PlayerRow {
  final long id;
  final String universe;
  final String username;
  final Instant createdAt;
  ResearchState research;
  @Nullable Instant researchDue;
  @Nullable Instant vacationSince;
  @Nullable Long activePlanet;
  boolean needsStartChoice;
  Instant lastActiveAt;
  final long points;
  final long version;
  private final Values was;

  private PlayerRow(ResultSet row) throws SQLException {
    id = row.getLong("id");
    universe = row.getString("universe");
    username = row.getString("username");
    createdAt = row.getTimestamp("created_at").toInstant();
    research = UniverseJson.read(row.getString("research"), ResearchState.class);
    researchDue = Rows.instant(row, "research_due");
    vacationSince = Rows.instant(row, "vacation_since");
    activePlanet = Rows.number(row, "active_planet");
    needsStartChoice = row.getBoolean("needs_start_choice");
    lastActiveAt = row.getTimestamp("last_active_at").toInstant();
    points = row.getLong("points_total");
    version = row.getLong("version");
    was = values();
  }

  private record Values(
      ResearchState research,
      @Nullable Instant vacationSince,
      @Nullable Long activePlanet,
      boolean needsStartChoice,
      Instant lastActiveAt) {}

  private Values values() {
    return new Values(research, vacationSince, activePlanet, needsStartChoice, lastActiveAt);
  }

  /// Whether there is anything to write.
  boolean changed() {
    return !values().equals(was);
  }

  static PlayerRow of(ResultSet row, int number) throws SQLException {
    return new PlayerRow(row);
  }

  /// They are there.
  void seen(Instant at) {
    if (at.isAfter(lastActiveAt)) {
      lastActiveAt = at;
    }
  }

  boolean onVacation() {
    return vacationSince != null;
  }
}
