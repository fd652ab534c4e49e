package dev.overwinter.sessions.web;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Says every 5 seconds that heartbeats can be heard here: while no api can hear any, nobody is
/// silent.
@Component
class Hearing {
  private final JdbcClient sql;

  Hearing(JdbcClient sql) {
    this.sql = sql;
  }

  @Scheduled(fixedDelay = 5_000, initialDelay = 0)
  void goesOn() {
    try {
      sql.sql("SELECT session_hearing_goes_on()").query().listOfRows();
    } catch (DataAccessException | TransactionException _) {
      // Without the database nobody can be heard, which is the very thing that is not said.
      return;
    }
  }
}
