package dev.overwinter.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Ends this process when its connection pool gives nothing out although PostgreSQL listens. A pool
/// has one thread that connects; once, a `kill -9` of PostgreSQL at the wrong moment left ours
/// without it for good, and only a new process helped. Whoever supervises the process starts the
/// next one; what every thread was doing is logged first, because that is the evidence.
///
/// While nobody listens nothing is wrong here: PostgreSQL is away, and waiting is right.
@Component
final class PoolWatch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PoolWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int CONNECT_MILLIS = 2_000;
  private static final int SOFTWARE = 70; // EX_SOFTWARE

  private final DataSource pool;
  private final InetSocketAddress database;
  private final Duration every;
  private final Duration patience;
  private final Runnable giveUp;
  private @Nullable Thread thread;
  private long starvedSinceNanos;

  @Autowired
  PoolWatch(DataSource pool, ApiConfig config) {
    this(pool, address(config.database().url()), EVERY, PATIENCE, PoolWatch::end);
  }

  PoolWatch(
      DataSource pool,
      InetSocketAddress database,
      Duration every,
      Duration patience,
      Runnable giveUp) {
    this.pool = pool;
    this.database = database;
    this.every = every;
    this.patience = patience;
    this.giveUp = giveUp;
  }

  @Override
  public void start() {
    // A platform thread: it must run even if no virtual thread does any more.
    thread = Thread.ofPlatform().name("pool-watch").daemon().start(this::watch);
  }

  @Override
  public void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(every);
        if (gives() || !listens()) {
          starvedSinceNanos = 0;
        } else if (starvedSinceNanos == 0) {
          starvedSinceNanos = System.nanoTime();
        } else if (System.nanoTime() - starvedSinceNanos > patience.toNanos()) {
          giveUp.run();
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Asked by a thread of its own: whoever holds the pool's lock and never goes on holds us as
  /// well.
  private boolean gives() throws InterruptedException {
    var answer = new FutureTask<>(this::gave);
    Thread.ofPlatform().name("pool-watch-asks").daemon().start(answer);
    try {
      return answer.get(patience.toMillis() / 4, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  private boolean gave() {
    try (var connection = pool.getConnection()) {
      return connection != null;
    } catch (SQLException _) {
      return false;
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      var at = new InetSocketAddress(database.getHostString(), database.getPort());
      socket.connect(at, CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void end() {
    LOG.error(
        "the connection pool is stuck: PostgreSQL listens, nothing connects; ending\n{}",
        stacks(Thread.getAllStackTraces()));
    Runtime.getRuntime().halt(SOFTWARE);
  }

  private static String stacks(Map<Thread, StackTraceElement[]> all) {
    var text = new StringBuilder();
    all.forEach((thread, frames) -> {
      text.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
      for (var frame : frames) {
        text.append("    ").append(frame).append('\n');
      }
    });
    return text.toString();
  }

  private static InetSocketAddress address(String jdbcUrl) {
    var uri = URI.create(jdbcUrl.substring("jdbc:".length()));
    var port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return InetSocketAddress.createUnresolved(uri.getHost(), port);
  }
}
