package dev.overwinter.rooms.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Counts the api processes that live, which share what a room takes at once. While nobody can
/// count, it stays as it was.
@Component
class RoomProcesses {
  private static final Logger LOG = LoggerFactory.getLogger(RoomProcesses.class);

  private final JdbcClient sql;
  private final TemporalRoomOrders orders;

  RoomProcesses(JdbcClient sql, TemporalRoomOrders orders) {
    this.sql = sql;
    this.orders = orders;
  }

  /// As often as they renew their leases ([RoomPresence]).
  @Scheduled(fixedDelay = 10_000, initialDelay = 1_000)
  void count() {
    try {
      orders.share(
          sql.sql("SELECT count(*) FROM api_processes WHERE until > now()")
              .query(Integer.class)
              .single());
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("nobody counts while the database is away: {}", e.toString());
    }
  }
}
