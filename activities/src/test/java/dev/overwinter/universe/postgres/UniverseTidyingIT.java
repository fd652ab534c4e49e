package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class UniverseTidyingIT {
  private UniverseDatabase database;

  @BeforeEach
  void open() {
    database = new UniverseDatabase();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private long count(String from) {
    return database.sql.sql("select count(*) from " + from).query(Long.class).single();
  }

  /// Changes with every write of a row, whatever it writes.
  private List<String> writes() {
    return database
        .sql
        .sql("select id || ' ' || xmin::text from universe_players order by id")
        .query((row, _) -> row.getString(1))
        .list();
  }

  @Test
  void everybodyIsCountedAndWhoseHourWasQuietIsNotWrittenAgain() {
    var player = database.enrol("o");
    database.know(player, Map.of("energy", 3));
    // More than two pages of players who know the same.
    database
        .sql
        .sql(
            """
            insert into universe_players (universe, account, username, created_at, last_active_at,
              needs_start_choice, research)
            select universe, account || '/' || copy, username || copy, created_at, last_active_at,
              false, research from universe_players, generate_series(1, 1200) copy where id = ?
            """)
        .param(player.id())
        .update();

    assertThat(database.records.players().tidy(START).players()).isEqualTo(1_201);
    assertThat(count("universe_players where points_research > 0 and rank is not null"))
        .isEqualTo(1_201);
    var before = writes();
    database.records.players().tidy(START);
    assertThat(writes()).isEqualTo(before);

    database.know(player, Map.of("energy", 4));
    database.records.players().tidy(START);
    assertThat(
            count(
                """
                universe_players where points_research =
                  (select max(points_research) from universe_players)
                """))
        .isOne();
  }

  /// Rows of each table that grows with what is played, as many as asked for, from one moment.
  private void fill(long planet, long player, long rows, String from, Instant at) {
    var inserts =
        List.of(
            """
            insert into universe_events (player, cursor, type, payload, at)
            select 1000 + n % 1000, (extract(epoch from :at::timestamptz)::bigint << 24) + n, 'e',
              '{}', :at::timestamptz from generate_series(1, :rows * 10) n
            """,
            """
            insert into universe_orders (key, player, asked, at, outcome)
            select :from || n, :player, '', :at::timestamptz, '{}' from generate_series(1, :rows) n
            """,
            """
            insert into universe_messages (player, folder, type, payload, priority, created_at)
            select :player, 'message', 'message', '{}', 'info', :at::timestamptz
            from generate_series(1, :rows) n
            """,
            """
            insert into universe_battles (universe, fought, seed, rule, attacker, defender,
              attackers, defenders, galaxy, system, position, moon, winner, report, at)
            select 'c', :from || n, n, '', :player, :player, '{}', '{}', 1, 1, 1, false, 'draw',
              '{}', :at::timestamptz from generate_series(1, :rows) n
            """,
            """
            insert into universe_spy_reports (universe, fleet, attacker, galaxy, system, position,
              moon, report, at)
            select 'c', :from || n, :player, 1, 1, 1, false, '{}', :at::timestamptz
            from generate_series(1, :rows) n
            """,
            """
            insert into universe_trades (type, offer_id, seller, offered_resource, offered_amount,
              requested_resource, requested_amount, status, at)
            select 'trade_completed', -n, :player, 'metal', 1, 'metal', 1, 'completed',
              :at::timestamptz from generate_series(1, :rows) n
            """,
            """
            insert into universe_offers (key, universe, seller, seller_planet, offered_resource,
              offered_amount, requested_resource, requested_amount, status, accepted_at, fee,
              created_at)
            select :from || n, 'c', :player, :planet, 'metal', 1, 'crystal', 1, 'accepted',
              :at::timestamptz, 2, :at::timestamptz from generate_series(1, :rows) n
            """,
            """
            insert into universe_fleets (id, number, universe, player, mission, state,
              origin_planet, origin_galaxy, origin_system, origin_position, origin_moon,
              target_galaxy, target_system, target_position, target_moon, units, units_sent, books,
              speed_percent, departs_at, arrives_at, due_galaxy, due_system, due_position, due_moon)
            select :from || n, nextval('universe_fleet_numbers'), 'c', :player, 'TRANSPORT', 'HOME',
              :planet, 1, 1, 1, false, 1, 1, 2, false, '{}', '{}',
              '{"LOADED": {"metal": 3, "crystal": 0, "deuterium": 1}}', 100, :at::timestamptz,
              :at::timestamptz, 1, 1, 1, false from generate_series(1, :rows) n
            """,
            """
            insert into universe_unions (id, universe, founder, name, target_galaxy, target_system,
              target_position, target_moon, arrives_at, invited, over, created_at)
            select :from || n, 'c', :player, '', 1, 1, 1, false, :at::timestamptz, '{}', true,
              :at::timestamptz from generate_series(1, :rows) n
            """);
    for (var insert : inserts) {
      database
          .sql
          .sql(insert)
          .param("planet", planet)
          .param("player", player)
          .param("rows", rows)
          .param("from", from)
          .param("at", at.toString())
          .update();
    }
  }

  @Test
  @Tag("UNI-18")
  void ofAMillionOldEventsAndAllThatCameWithThemNothingIsLeft() {
    var player = database.enrol("c");
    // 1,000,000 events, and 100,000 rows of each other table.
    fill(player.planet(), player.id(), 100_000, "old", START.minus(Duration.ofDays(31)));
    fill(player.planet(), player.id(), 10, "new", START.minus(Duration.ofDays(1)));

    assertThat(database.records.players().tidy(START).deleted()).isEqualTo(1_800_000);

    assertThat(count("universe_events")).isEqualTo(100);
    for (var table :
        List.of(
            "universe_orders",
            "universe_messages",
            "universe_battles",
            "universe_spy_reports",
            "universe_trades",
            "universe_offers",
            "universe_fleets",
            "universe_unions")) {
      assertThat(count(table)).as(table).isEqualTo(10);
    }
    // What the rows said for the proof is kept in a few.
    assertThat(database.closedBooks("FLEET"))
        .isEqualTo(Map.of("LOADED", new Resources(300_000, 0, 100_000)));
    assertThat(database.closedBooks("OFFER"))
        .isEqualTo(Map.of("FEE", new Resources(0, 200_000, 0)));
  }
}
