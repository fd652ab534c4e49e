package dev.overwinter.api.auth;

import com.zaxxer.hikari.HikariDataSource;
import dev.overwinter.platform.Platform;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The database as one more api process uses it.
final class Limits {
  private Limits() {}

  static HikariDataSource database() {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(Platform.shared().database());
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(8);
    return pool;
  }

  static TransactionTemplate in(DataSource database) {
    return new TransactionTemplate(new JdbcTransactionManager(database));
  }
}
