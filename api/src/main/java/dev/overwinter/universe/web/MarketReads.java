package dev.overwinter.universe.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Offers of the market, and what became of them.
@Component
class MarketReads {
  private final JdbcClient sql;

  MarketReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// An offer.
  ///
  /// @param id of it
  /// @param key what its workflow is known by
  /// @param seller player
  /// @param sellerName for people
  /// @param offeredResource metal, crystal or deuterium
  /// @param offeredAmount whole units
  /// @param requestedResource what it costs
  /// @param requestedAmount whole units
  /// @param status open, accepted, cancelled or expired
  /// @param acceptedBy player; null while nobody has it
  /// @param acceptedAt null while nobody has it
  /// @param createdAt since when
  /// @param expiresAt null for never
  record Offer(
      long id,
      String key,
      long seller,
      String sellerName,
      String offeredResource,
      long offeredAmount,
      String requestedResource,
      long requestedAmount,
      String status,
      @Nullable Long acceptedBy,
      @Nullable Instant acceptedAt,
      Instant createdAt,
      @Nullable Instant expiresAt) {}

  /// Something that happened to an offer.
  record Trade(
      long id,
      String type,
      long offer,
      long seller,
      @Nullable Long buyer,
      String offeredResource,
      long offeredAmount,
      String requestedResource,
      long requestedAmount,
      String status,
      Instant at) {}

  private static final String OFFERS =
      """
      SELECT o.*, p.username FROM universe_offers o JOIN universe_players p ON p.id = o.seller
      """;

  /// Newest first.
  ///
  /// @param status empty for all
  List<Offer> offers(String universe, String status, int most, int skip) {
    return sql.sql(
            OFFERS
                + """
                 WHERE o.universe = :universe AND (:status = '' OR o.status = :status)
                 ORDER BY o.id DESC LIMIT :most OFFSET :skip
                """)
        .param("universe", universe)
        .param("status", status)
        .param("most", most)
        .param("skip", skip)
        .query((row, _) -> offer(row))
        .list();
  }

  Optional<Offer> offer(String universe, long id) {
    return sql.sql(OFFERS + " WHERE o.universe = ? AND o.id = ?")
        .params(universe, id)
        .query((row, _) -> offer(row))
        .optional();
  }

  private static Offer offer(ResultSet row) throws SQLException {
    return new Offer(
        row.getLong("id"),
        row.getString("key"),
        row.getLong("seller"),
        row.getString("username"),
        row.getString("offered_resource"),
        row.getLong("offered_amount"),
        row.getString("requested_resource"),
        row.getLong("requested_amount"),
        row.getString("status"),
        Fields.number(row, "accepted_by"),
        Fields.instant(row, "accepted_at"),
        Objects.requireNonNull(Fields.instant(row, "created_at")),
        Fields.instant(row, "expires_at"));
  }

  /// What a player sold, bought and offered, newest first.
  List<Trade> trades(long player, int most, int skip) {
    return sql.sql(
            """
            SELECT * FROM universe_trades WHERE seller = :player OR buyer = :player
             ORDER BY id DESC LIMIT :most OFFSET :skip
            """)
        .param("player", player)
        .param("most", most)
        .param("skip", skip)
        .query((row, _) ->
            new Trade(
                row.getLong("id"),
                row.getString("type"),
                row.getLong("offer_id"),
                row.getLong("seller"),
                Fields.number(row, "buyer"),
                row.getString("offered_resource"),
                row.getLong("offered_amount"),
                row.getString("requested_resource"),
                row.getLong("requested_amount"),
                row.getString("status"),
                Objects.requireNonNull(Fields.instant(row, "at"))))
        .list();
  }
}
