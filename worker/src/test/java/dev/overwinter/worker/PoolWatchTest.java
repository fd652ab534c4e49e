package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PoolWatchTest {
  private final AtomicInteger gaveUp = new AtomicInteger();

  /// What it looked like: the port is open, and no connection is ever made.
  @Test
  void aPoolThatGivesNothingBesideAnOpenPortEndsTheProcess() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var pool = pool(silent.getLocalPort())) {
      var watch = watch(pool, silent.getLocalPort());
      watch.start();
      await().atMost(Duration.ofSeconds(20)).until(() -> gaveUp.get() == 1);
      watch.stop();
    }
  }

  /// Seen: who was making the pool waited for a thread that never came, with the pool's lock held.
  @Test
  void aPoolWhoseLockIsNeverGivenBackEndsTheProcess() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var pool = pool(silent.getLocalPort())) {
      var watch = watch(pool, silent.getLocalPort());
      synchronized (pool) {
        watch.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> gaveUp.get() == 1);
      }
      watch.stop();
    }
  }

  @Test
  void aDatabaseThatIsAwayIsWaitedFor() throws Exception {
    int closed;
    try (var probe = new ServerSocket(0)) {
      closed = probe.getLocalPort();
    }
    try (var pool = pool(closed)) {
      var watch = watch(pool, closed);
      watch.start();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(gaveUp).hasValue(0));
      watch.stop();
    }
  }

  private PoolWatch watch(HikariDataSource pool, int port) {
    return new PoolWatch(
        pool,
        InetSocketAddress.createUnresolved("127.0.0.1", port),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        gaveUp::incrementAndGet);
  }

  private static HikariDataSource pool(int port) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/nobody");
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionTimeout(250);
    return pool;
  }
}
