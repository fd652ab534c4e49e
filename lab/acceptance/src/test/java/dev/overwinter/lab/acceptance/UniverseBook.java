package dev.overwinter.lab.acceptance;

import java.util.Map;
import java.util.TreeMap;

/// What the universe's own rows say of what players have, to the micro-unit and whatever their
/// mines give meanwhile.
///
/// @param tables of the platform
record UniverseBook(Tables tables) {
  // Signs as in dev.overwinter.universe.Posting. What is neither made nor used up has come from
  // other players, or gone to them.
  private static final String GAINED =
      """
      SELECT resource,
             coalesce((SELECT sum((state #>> ARRAY['stock', resource])::bigint)
                         FROM universe_planets WHERE player = ?), 0)
             - coalesce((SELECT sum(CASE WHEN kind IN ('PRODUCED', 'GRANTED', 'REFUNDED') THEN 1
                                         ELSE -1 END * (amount ->> resource)::bigint)
                           FROM universe_planets, jsonb_each(books) AS posted (kind, amount)
                          WHERE player = ? AND kind IN
                            ('PRODUCED', 'GRANTED', 'REFUNDED', 'BURNED', 'SPENT', 'LOST')), 0)
             + coalesce((SELECT sum(offered_amount) * 1000000 FROM universe_offers
                          WHERE seller = ? AND status = 'open' AND offered_resource = resource), 0)
               AS micros
        FROM unnest(ARRAY['metal', 'crystal', 'deuterium']) AS all_of_them (resource)
      """;

  private static final String SPENT =
      """
      SELECT resource, sum(coalesce((books #>> ARRAY['SPENT', resource])::bigint, 0)) AS micros
        FROM universe_planets,
             unnest(ARRAY['metal', 'crystal', 'deuterium']) AS all_of_them (resource)
       WHERE player = ? GROUP BY resource
      """;

  /// What a player has got of others less what others have got of them, by what is in stock and in
  /// open offers: micro-units of each resource.
  Map<String, Long> gained(UniversePlayer player) {
    return micros(GAINED, player);
  }

  /// What a player has paid for in all: micro-units of each resource.
  Map<String, Long> spent(UniversePlayer player) {
    return micros(SPENT, player);
  }

  private Map<String, Long> micros(String question, UniversePlayer player) {
    return tables.ask(connection -> {
      var found = new TreeMap<String, Long>();
      try (var query = connection.prepareStatement(question)) {
        for (int nth = 1; nth <= query.getParameterMetaData().getParameterCount(); nth++) {
          query.setLong(nth, player.id());
        }
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            found.put(rows.getString("resource"), rows.getLong("micros"));
          }
        }
      }
      return found;
    });
  }
}
