package dev.overwinter.universe.postgres;

import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.market.Offer;
import dev.overwinter.universe.market.OfferId;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.workflow.Due;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tables `universe_offers` and `universe_trades`. Every method belongs into a transaction.
final class OfferRows {
  private OfferRows() {}

  /// A row of `universe_offers`.
  record Row(long id, String universe, long version, Offer offer) {
    boolean open() {
      return offer.state() == Offer.State.OPEN;
    }

    Due due() {
      return new Due(version, open() ? offer.expiresAt() : null);
    }

    OfferAnswer answer() {
      return new OfferAnswer.Done(
          id, status(offer.state()), offer.createdAt(), open() ? offer.expiresAt() : null);
    }
  }

  static String status(Offer.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var buyer = Rows.number(row, "accepted_by");
    return new Row(
        row.getLong("id"),
        row.getString("universe"),
        row.getLong("version"),
        new Offer(
            new OfferId(row.getLong("id")),
            new PlayerId(row.getLong("seller")),
            new PlanetId(row.getLong("seller_planet")),
            Resource.parse(row.getString("offered_resource")).orElseThrow(),
            row.getLong("offered_amount"),
            Resource.parse(row.getString("requested_resource")).orElseThrow(),
            row.getLong("requested_amount"),
            Offer.State.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
            row.getTimestamp("created_at").toInstant(),
            Rows.instant(row, "expires_at"),
            Rows.instant(row, "accepted_at"),
            buyer == null ? null : new PlayerId(buyer)));
  }

  static Optional<Row> find(JdbcClient sql, String key) {
    return sql.sql("select * from universe_offers where key = ?")
        .param(key)
        .query(OfferRows::row)
        .optional();
  }

  static Optional<Row> lock(JdbcClient sql, String key) {
    return sql.sql("select * from universe_offers where key = ? for update")
        .param(key)
        .query(OfferRows::row)
        .optional();
  }

  /// Locks the first offer of a planet that ends until a moment; empty when there is none.
  static Optional<Row> ending(Turn turn, long planet, Instant upTo) {
    return turn.sql
        .sql(
            """
            select * from universe_offers
            where seller_planet = ? and status = 'open' and expires_at <= ?
            order by expires_at, id limit 1 for update
            """)
        .params(planet, Timestamp.from(upTo))
        .query(OfferRows::row)
        .optional();
  }

  /// How many offers of a player stand.
  static int open(JdbcClient sql, long seller) {
    return sql.sql("select count(*) from universe_offers where seller = ? and status = 'open'")
        .param(seller)
        .query(Integer.class)
        .single();
  }

  static long nextId(JdbcClient sql) {
    return sql.sql("select nextval(pg_get_serial_sequence('universe_offers', 'id'))")
        .query(Long.class)
        .single();
  }

  static void insert(Turn turn, String key, Offer offer) {
    turn.sql
        .sql(
            """
            insert into universe_offers (id, key, universe, seller, seller_planet,
              offered_resource, offered_amount, requested_resource, requested_amount, status,
              created_at, expires_at)
            overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)
            """)
        .param(offer.id().number())
        .param(key)
        .param(turn.world.id())
        .param(offer.seller().number())
        .param(offer.planet().number())
        .param(offer.offered().key())
        .param(offer.offeredUnits())
        .param(offer.requested().key())
        .param(offer.requestedUnits())
        .param(Timestamp.from(offer.createdAt()))
        .param(Rows.stamp(offer.expiresAt()))
        .update();
  }

  static void close(Turn turn, Offer offer, Resources fee) {
    var buyer = offer.buyer();
    turn.sql
        .sql(
            """
            update universe_offers set status = :status, accepted_by = :buyer,
              accepted_at = :at, fee = :fee, version = version + 1
            where id = :id
            """)
        .param("status", status(offer.state()))
        .param("buyer", buyer == null ? null : buyer.number())
        .param("at", buyer == null ? null : Rows.stamp(offer.settledAt()))
        .param("fee", fee.sum())
        .param("id", offer.id().number())
        .update();
  }

  /// What the history shows, and what both sides are told.
  static void trade(Turn turn, String type, Offer offer, Instant at) {
    var buyer = offer.buyer();
    var status =
        switch (offer.state()) {
          case OPEN -> "open";
          case ACCEPTED -> "completed";
          case CANCELLED -> "cancelled";
          case EXPIRED -> "expired";
        };
    var id =
        turn.sql
            .sql(
                """
                insert into universe_trades (type, offer_id, seller, buyer, offered_resource,
                  offered_amount, requested_resource, requested_amount, status, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                """)
            .param(type)
            .param(offer.id().number())
            .param(offer.seller().number())
            .param(buyer == null ? null : buyer.number())
            .param(offer.offered().key())
            .param(offer.offeredUnits())
            .param(offer.requested().key())
            .param(offer.requestedUnits())
            .param(status)
            .param(Timestamp.from(at))
            .query(Long.class)
            .single();
    var news = new LinkedHashMap<String, Object>();
    news.put("id", id);
    news.put("event", type);
    news.put("offer_id", offer.id().number());
    news.put("seller_user_id", offer.seller().number());
    news.put("buyer_user_id", buyer == null ? null : buyer.number());
    news.put("offered_resource", offer.offered().key());
    news.put("offered_amount", offer.offeredUnits());
    news.put("requested_resource", offer.requested().key());
    news.put("requested_amount", offer.requestedUnits());
    news.put("status", status);
    news.put("timestamp", at);
    var told = new TreeSet<Long>();
    told.add(offer.seller().number());
    if (buyer != null) {
      told.add(buyer.number());
    }
    told.forEach(player -> turn.letters.event(player, "trade_event", news, at));
  }
}
