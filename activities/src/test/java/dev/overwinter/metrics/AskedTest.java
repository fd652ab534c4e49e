package dev.overwinter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

final class AskedTest {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong(-5);
  private int questions;
  private boolean away;
  private final Asked<Double> figure =
      new Asked<>(Duration.ofSeconds(5), Double.NaN, this::answer, nanos::get);

  private double answer() {
    questions++;
    if (away) {
      nanos.addAndGet(WAIT.toNanos());
      throw new DataAccessResourceFailureException("no connection");
    }
    return questions;
  }

  @Test
  void asksOnceForAllWhoReadWithinAWhile() {
    assertThat(figure.get()).isEqualTo(1);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(figure.get()).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(figure.get()).isEqualTo(2);
  }

  /// Thirteen gauges waited for a connection one after the other, and the scrape was cut off.
  @Test
  void waitsForADatabaseThatIsAwayOnceAndNotOncePerGauge() {
    away = true;
    for (var gauge = 0; gauge < 13; gauge++) {
      assertThat(figure.get()).isNaN();
    }
    assertThat(questions).isEqualTo(1);
    away = false;
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(figure.get()).isEqualTo(2);
  }
}
