package dev.overwinter.rooms.web;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A database that is away for a moment, for threads of some name and for nobody else.
final class Trouble implements BeanPostProcessor {
  /// Those that fetch what has happened, one for all who listen to a room.
  static final String FETCHING = "room-0";

  /// Those that write to sockets.
  static final String WRITING = "socket-";

  private static final String NOBODY = "nobody at all";

  /// How often the process has asked its database for anything.
  final AtomicLong asked = new AtomicLong();

  private final AtomicInteger failed = new AtomicInteger();
  private volatile String who = NOBODY;

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource real ? new Fallible(real) : bean;
  }

  private final class Fallible extends DelegatingDataSource {
    Fallible(DataSource real) {
      super(real);
    }

    @Override
    public Connection getConnection() throws SQLException {
      asked.incrementAndGet();
      if (Thread.currentThread().getName().startsWith(who)) {
        failed.incrementAndGet();
        throw new SQLTransientConnectionException("away for a moment");
      }
      return super.getConnection();
    }
  }

  void begin(String threads) {
    failed.set(0);
    who = threads;
  }

  /// Until somebody has met it.
  void met() {
    await().atMost(Duration.ofSeconds(20)).until(() -> failed.get() > 0);
  }

  void end() {
    who = NOBODY;
  }
}
