package dev.overwinter.lab.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void restartsAtOnceThenEverMoreSlowlyUpToAQuarterMinute() {
    var pauses = new BackOff();
    var seen = new ArrayList<Long>();
    for (int i = 0; i < 8; i++) {
      pauses.after(Duration.ofSeconds(1));
      seen.add(pauses.due().toMillis());
    }
    assertThat(seen).containsExactly(0L, 500L, 1000L, 2000L, 4000L, 8000L, 15000L, 15000L);
  }

  @Test
  void forgivesAfterALongLife() {
    var pauses = new BackOff();
    pauses.after(Duration.ofSeconds(1));
    pauses.after(Duration.ofSeconds(1));

    pauses.after(Duration.ofMinutes(1));

    assertThat(pauses.due()).isZero();
  }
}
