package dev.overwinter.lab.benchmarks.universe;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What the tables must agree on when nothing is under way: no order's effect is missing or there
/// twice, and no micro-unit came from nowhere or is gone.
record Audit(UniversePlatform platform) {
  private static final List<String> RESOURCES = List.of("metal", "crystal", "deuterium");

  // Into the stock of a planet (+) and out of it (-): dev.overwinter.universe.Posting.Kind.
  private static final List<String> IN =
      List.of("PRODUCED", "GRANTED", "REFUNDED", "UNLOADED", "RELEASED", "EARNED");
  private static final List<String> OUT =
      List.of("BURNED", "SPENT", "LOADED", "ESCROWED", "PAID", "LOOTED", "LOST");

  /// Everything that does not agree, a line each.
  List<String> findings() throws IOException {
    var all = new ArrayList<String>();
    for (var resource : RESOURCES) {
      all.addAll(balances(resource));
    }
    // What each planet was ordered to build, what it was told is built, and what is there.
    all.addAll(
        lines(
            """
            SELECT coalesce(o.player, e.player) AS player, coalesce(o.thing, e.thing) AS thing,
                   coalesce(ordered, 0) AS ordered, coalesce(told, 0) AS told,
                   coalesce(different, 0) AS different
              FROM (SELECT player, outcome ->> 'thing' AS thing, count(*) AS ordered
                      FROM universe_orders
                     WHERE outcome ->> 'kind' = 'accepted'
                       AND asked::jsonb #>> '{order,kind}' IN ('build', 'begin')
                     GROUP BY 1, 2) o
              FULL JOIN (SELECT player,
                                coalesce(payload ->> 'building_type', payload ->> 'research_type')
                                  AS thing,
                                count(*) AS told, count(DISTINCT payload ->> 'new_level')
                                  AS different
                           FROM universe_events
                          WHERE type IN ('building_complete', 'research_complete')
                          GROUP BY 1, 2) e USING (player, thing)
             WHERE ordered IS DISTINCT FROM told OR told IS DISTINCT FROM different
            """,
            "ordered, told and different levels"));
    all.addAll(
        lines(
            """
            SELECT player, thing, new_level, level FROM (
              SELECT e.player, payload ->> 'building_type' AS thing,
                     max((payload ->> 'new_level')::int) AS new_level,
                     max((pl.state #>> array['buildings', payload ->> 'building_type'])::int)
                       AS level
                FROM universe_events e JOIN universe_planets pl
                  ON pl.id = (payload ->> 'planet_id')::bigint
               WHERE type = 'building_complete' GROUP BY 1, 2) built
             WHERE new_level IS DISTINCT FROM level
            """,
            "the last level told and the level"));
    all.addAll(
        lines(
            """
            SELECT thing, ordered, there FROM (
              SELECT outcome ->> 'thing' AS thing, sum((outcome ->> 'amount')::bigint) AS ordered
                FROM universe_orders
               WHERE outcome ->> 'kind' = 'accepted'
                 AND asked::jsonb #>> '{order,kind}' = 'make' GROUP BY 1) o
              FULL JOIN (SELECT key AS thing, sum(value::bigint) AS there
                           FROM universe_planets, jsonb_each_text(state -> 'units')
                          GROUP BY 1) p USING (thing)
             WHERE ordered IS DISTINCT FROM there
            """,
            "ships ordered and there"));
    all.addAll(
        lines(
            "SELECT id, state FROM universe_fleets WHERE due_at IS NOT NULL",
            "a fleet that is not home"));
    return all;
  }

  private List<String> balances(String resource) throws IOException {
    var found = new ArrayList<String>();
    found.addAll(
        lines(
            "SELECT id, stock, balance FROM (SELECT id, %s AS stock, %s AS balance FROM universe_planets) p WHERE stock <> balance"
                .formatted(stock(resource), sum(resource)),
            resource + " of a planet and its books"));
    same(found, resource + " loaded", planets("LOADED", resource), fleets("LOADED", resource));
    same(
        found, resource + " unloaded", planets("UNLOADED", resource), fleets("UNLOADED", resource));
    same(
        found,
        resource + " paid",
        planets("PAID", resource),
        planets("EARNED", resource) + fees(resource));
    var cargo =
        platform.number("SELECT coalesce(sum(%s), 0) FROM universe_fleets".formatted(resource));
    same(
        found,
        resource + " in holds",
        cargo,
        fleets("LOADED", resource)
            + fleets("LOOTED", resource)
            + fleets("SALVAGED", resource)
            + fleets("FOUND", resource)
            - fleets("UNLOADED", resource)
            - fleets("LOST", resource));
    var escrow =
        platform.number(
            """
            SELECT coalesce(sum(offered_amount), 0) * 1000000 FROM universe_offers
             WHERE status = 'open' AND offered_resource = '%s'
            """
                .formatted(resource));
    same(
        found,
        resource + " in offers",
        escrow,
        planets("ESCROWED", resource) - planets("RELEASED", resource));
    return found;
  }

  private static void same(List<String> found, String what, long one, long other) {
    if (one != other) {
      found.add("%s: %,d and %,d".formatted(what, one, other));
    }
  }

  private long planets(String kind, String resource) throws IOException {
    return total("universe_planets", kind, resource) + closed("PLANET", kind, resource);
  }

  private long fleets(String reason, String resource) throws IOException {
    return total("universe_fleets", reason, resource) + closed("FLEET", reason, resource);
  }

  private long fees(String resource) throws IOException {
    return platform.number(
            "SELECT coalesce(sum(fee), 0) FROM universe_offers WHERE requested_resource = '%s'"
                .formatted(resource))
        + closed("OFFER", "FEE", resource);
  }

  /// What the books said of what is no more.
  private long closed(String holder, String kind, String resource) throws IOException {
    return platform.number(
        "SELECT coalesce(sum(%s), 0) FROM universe_books WHERE holder = '%s' AND kind = '%s'"
            .formatted(resource, holder, kind));
  }

  private long total(String table, String kind, String resource) throws IOException {
    return platform.number(
        "SELECT coalesce(sum(%s), 0) FROM %s".formatted(book(kind, resource), table));
  }

  private static String stock(String resource) {
    return "(state #>> '{stock,%s}')::bigint".formatted(resource);
  }

  private static String book(String kind, String resource) {
    return "coalesce((books #>> '{%s,%s}')::bigint, 0)".formatted(kind, resource);
  }

  private static String sum(String resource) {
    var text = new StringBuilder("0");
    IN.forEach(kind -> text.append(" + ").append(book(kind, resource)));
    OUT.forEach(kind -> text.append(" - ").append(book(kind, resource)));
    return text.toString();
  }

  private List<String> lines(String question, String what) throws IOException {
    var found = new ArrayList<String>();
    try (var connection = platform.connect();
        var query = connection.prepareStatement(question);
        var rows = query.executeQuery()) {
      var columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var line = new StringBuilder(what).append(":");
        for (var column = 1; column <= columns; column++) {
          line.append(' ').append(rows.getString(column));
        }
        found.add(line.toString());
      }
      return found;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
