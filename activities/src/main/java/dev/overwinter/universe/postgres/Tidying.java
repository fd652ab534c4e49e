package dev.overwinter.universe.postgres;

import dev.overwinter.universe.workflow.TidyReport;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What is done every hour: points and ranks, who is inactive, what is older than it is kept, and
/// what should have happened and has not. Safe to repeat; every statement is a transaction of its
/// own. Thread-safe.
final class Tidying {
  private static final Duration KEPT_ORDERS = Duration.ofDays(7);
  private static final Duration KEPT_EVENTS = Duration.ofDays(7);
  private static final Duration LATE = Duration.ofMinutes(1);

  private final Steps steps;

  Tidying(Steps steps) {
    this.steps = steps;
  }

  private record Age(String id, int cleanupDays, Duration inactive, Duration longInactive) {}

  TidyReport tidy(Instant at) {
    var players = 0L;
    var inactive = 0L;
    var deleted =
        delete("universe_orders", "at", at.minus(KEPT_ORDERS))
            + delete("universe_events", "at", at.minus(KEPT_EVENTS));
    for (var universe : universes()) {
      players += score(universe);
      inactive += inactive(universe, at);
      deleted += clean(universe, at.minus(Duration.ofDays(universe.cleanupDays())));
    }
    return new TidyReport(players, inactive, deleted, wake(at.minus(LATE)));
  }

  private List<Age> universes() {
    return steps
        .sql
        .sql("select id from universes order by id")
        .query((row, _) -> row.getString(1))
        .list()
        .stream()
        .map(steps.worlds::get)
        .map(world -> {
          var rule = world.laws().rules().score();
          return new Age(
              world.id(),
              world.settings().cleanupDays(),
              rule.inactiveAfter(),
              rule.longInactiveAfter());
        })
        .toList();
  }

  private long score(Age universe) {
    var laws = steps.worlds.get(universe.id()).laws();
    var players = Scores.keep(steps.sql, laws, universe.id());
    steps
        .sql
        .sql(
            """
            update universe_players player set rank = ranked.rank
            from (select id, row_number() over (order by points_total desc, id) as rank
              from universe_players where universe = :universe) ranked
            where player.id = ranked.id and player.rank is distinct from ranked.rank
            """)
        .param("universe", universe.id())
        .update();
    return players;
  }

  private long inactive(Age universe, Instant at) {
    steps
        .sql
        .sql(
            """
            update universe_players set inactive = marked.mark
            from (select id, case when last_active_at <= :long then 'I'
                when last_active_at <= :short then 'i' else '' end as mark
              from universe_players where universe = :universe) marked
            where universe_players.id = marked.id and inactive <> marked.mark
            """)
        .param("universe", universe.id())
        .param("short", Timestamp.from(at.minus(universe.inactive())))
        .param("long", Timestamp.from(at.minus(universe.longInactive())))
        .update();
    return steps
        .sql
        .sql("select count(*) from universe_players where universe = ? and inactive <> ''")
        .param(universe.id())
        .query(Long.class)
        .single();
  }

  private long delete(String table, String column, Instant before) {
    return steps
        .sql
        .sql("delete from %s where %s < ?".formatted(table, column))
        .param(Timestamp.from(before))
        .update();
  }

  private long clean(Age universe, Instant before) {
    var stamp = Timestamp.from(before);
    var gone = 0L;
    for (var table : List.of("universe_battles", "universe_spy_reports")) {
      gone +=
          steps
              .sql
              .sql("delete from %s where universe = ? and at < ?".formatted(table))
              .params(universe.id(), stamp)
              .update();
    }
    gone +=
        steps
            .sql
            .sql(
                """
                delete from universe_messages using universe_players player
                where player.id = universe_messages.player and player.universe = ?
                  and universe_messages.created_at < ?
                """)
            .params(universe.id(), stamp)
            .update();
    gone +=
        steps
            .sql
            .sql(
                """
                delete from universe_trades using universe_players player
                where player.id = universe_trades.seller and player.universe = ?
                  and universe_trades.at < ?
                  and not exists (select from universe_offers offer
                    where offer.id = universe_trades.offer_id and offer.status = 'open')
                """)
            .params(universe.id(), stamp)
            .update();
    gone += ClosedBooks.offers(steps.sql, universe.id(), before);
    gone += ClosedBooks.fleets(steps.sql, universe.id(), before);
    gone +=
        steps
            .sql
            .sql(
                """
                delete from universe_unions
                where universe = ? and arrives_at < ?
                  and (over or not exists (select from universe_fleets
                    where union_id = universe_unions.id and due_at is not null))
                """)
            .params(universe.id(), stamp)
            .update();
    return gone;
  }

  /// Whoever died between a commit and the telling of it has left something overdue: its workflow
  /// is told, or started.
  private long wake(Instant before) {
    var stamp = Timestamp.from(before);
    var planets =
        steps
            .sql
            .sql("select id from universe_planets where due_at < ? order by due_at limit 10000")
            .param(stamp)
            .query((row, _) -> row.getLong(1))
            .list();
    planets.forEach(steps.news::planetChanged);
    var players =
        steps
            .sql
            .sql("select id from universe_players where research_due < ? limit 10000")
            .param(stamp)
            .query((row, _) -> row.getLong(1))
            .list();
    players.forEach(steps.news::researchChanged);
    var fleets =
        steps
            .sql
            .sql("select id from universe_fleets where due_at < ? order by due_at limit 10000")
            .param(stamp)
            .query((row, _) -> row.getString(1))
            .list();
    fleets.forEach(steps.news::fleetChanged);
    return (long) planets.size() + players.size() + fleets.size();
  }
}
