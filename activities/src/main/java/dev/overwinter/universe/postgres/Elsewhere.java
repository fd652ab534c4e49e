package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.Spot;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What has to have happened at other places before a planet may be settled. A fleet that is still
/// due elsewhere may come home in time, and who fights here may have learnt something meanwhile.
/// Nothing is locked here: whoever changes a row that was seen leaves another one to be seen.
final class Elsewhere {
  private Elsewhere() {}

  /// @param fleet whose next event it is
  record Event(String fleet, Spot spot, Instant due) {}

  /// The first event before a moment, at another place, of the fleets that come home to some
  /// planets. Flights take a second at least: what is due at the very moment changes nothing here.
  static Optional<Event> first(JdbcClient sql, Collection<Long> homes, Instant before) {
    return sql.sql(
            """
            select f.id, f.due_at, f.due_galaxy, f.due_system, f.due_position, f.due_moon
            from universe_fleets f
            where f.origin_planet = any(:homes) and f.due_at < :before
              and not exists (select from universe_planets h
                where h.id = any(:homes) and h.universe = f.universe and h.galaxy = f.due_galaxy
                  and h.system = f.due_system and h.position = f.due_position
                  and h.moon = f.due_moon)
            order by f.due_at, f.number limit 1
            """)
        .param("homes", homes.toArray(Long[]::new))
        .param("before", Timestamp.from(before))
        .query((row, _) ->
            new Event(
                row.getString("id"),
                new Spot(
                    row.getInt("due_galaxy"),
                    row.getInt("due_system"),
                    row.getInt("due_position"),
                    row.getBoolean("due_moon")),
                row.getTimestamp("due_at").toInstant()))
        .optional();
  }

  /// @param player whose fleet is there
  /// @param before all research that is due before then counts
  record Learner(long player, Instant before) {}

  /// Who has a fleet at some planets of others until a moment, and research that ends before it
  /// does what it came for.
  static List<Learner> visitors(JdbcClient sql, Collection<Long> planets, Instant upTo) {
    return sql.sql(
            """
            select f.player, max(least(f.due_at, :upTo)) as until
            from universe_planets h
            join universe_fleets f on f.universe = h.universe and f.due_galaxy = h.galaxy
              and f.due_system = h.system and f.due_position = h.position and f.due_moon = h.moon
            join universe_players p on p.id = f.player
            where h.id = any(:planets) and f.player <> h.player
              and (f.due_at <= :upTo or (f.due_at is not null and f.state = 'HOLDING'))
              and p.research_due < least(f.due_at, :upTo)
            group by f.player order by until, f.player
            """)
        .param("planets", planets.toArray(Long[]::new))
        .param("upTo", Timestamp.from(upTo))
        .query((row, _) -> new Learner(row.getLong(1), row.getTimestamp("until").toInstant()))
        .list();
  }

  /// The same for a place where nobody lives.
  static List<Learner> visitors(JdbcClient sql, String universe, Spot place, Instant upTo) {
    return sql.sql(
            """
            select f.player, max(f.due_at) as until
            from universe_fleets f join universe_players p on p.id = f.player
            where f.universe = :universe and f.due_galaxy = :galaxy and f.due_system = :system
              and f.due_position = :position and f.due_moon = :moon
              and f.due_at <= :upTo and p.research_due < f.due_at
            group by f.player order by until, f.player
            """)
        .param("universe", universe)
        .param("galaxy", place.galaxy())
        .param("system", place.system())
        .param("position", place.position())
        .param("moon", place.moon())
        .param("upTo", Timestamp.from(upTo))
        .query((row, _) -> new Learner(row.getLong(1), row.getTimestamp("until").toInstant()))
        .list();
  }

  /// The planets of a player at which something of others or of fleets is due until a moment.
  static List<Long> due(JdbcClient sql, long player, Instant upTo) {
    return sql.sql(
            """
            select h.id from universe_planets h
            where h.player = :player and (
              exists (select from universe_fleets f
                where f.universe = h.universe and f.due_galaxy = h.galaxy
                  and f.due_system = h.system and f.due_position = h.position
                  and f.due_moon = h.moon and f.due_at <= :upTo)
              or exists (select from universe_offers o
                where o.seller_planet = h.id and o.status = 'open' and o.expires_at <= :upTo))
            order by h.id
            """)
        .param("player", player)
        .param("upTo", Timestamp.from(upTo))
        .query((row, _) -> row.getLong(1))
        .list();
  }
}
