package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RateLimitsTest extends SimulatorTest {

  @Override
  Map<String, String> settings() {
    return Map.of(
        "OVERWINTER_SIMULATOR_REQUESTS_PER_HOUR", "25",
        "OVERWINTER_SIMULATOR_REQUESTS_PER_MINUTE", "15");
  }

  @Test
  void aBurstIsToldWhenToComeBack() {
    for (int i = 0; i < 15; i++) {
      var reply = account.get("/v2/account");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("ratelimit-limit")).contains("25");
      assertThat(reply.header("ratelimit-remaining")).contains(Integer.toString(24 - i));
    }
    forward(Duration.ofSeconds(20));
    var refused = account.get("/v2/account");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).contains("40");
    forward(Duration.ofSeconds(40));
    assertThat(account.get("/v2/account").status()).isEqualTo(200);
  }

  @Test
  void eachRequestLeavesTheHourAfterItsOwnHour() {
    for (int i = 0; i < 25; i++) {
      forward(Duration.ofSeconds(10));
      assertThat(account.get("/v2/account").status()).isEqualTo(200);
    }
    forward(Duration.ofMinutes(5));
    var refused = account.get("/v2/account");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).isEmpty();
    long reset = Long.parseLong(refused.header("ratelimit-reset").orElseThrow());
    forward(Duration.ofSeconds(reset - clock.instant().getEpochSecond()));
    assertThat(account.get("/v2/account").status()).isEqualTo(200);
    assertThat(account.get("/v2/account").status()).isEqualTo(429);
  }

  @Test
  void keysHaveANarrowWindowOfTheirOwn() {
    for (int i = 0; i < 10; i++) {
      assertThat(account.get("/v2/account/keys").status()).isEqualTo(200);
    }
    assertThat(account.get("/v2/account/keys").status()).isEqualTo(429);
    assertThat(account.get("/v2/account").status()).isEqualTo(200);
    forward(Duration.ofMinutes(1));
    assertThat(account.get("/v2/account/keys").status()).isEqualTo(200);
  }
}
