package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("SES-21")
class SpendMainTest {
  private static final String PREFIX = "OVERWINTER_WORKER_DIGITALOCEAN_";
  private static final String TOKEN = "dop_v1_0123456789";

  @TempDir Path secrets;

  @Test
  void saysTheMostThatDropletsCanCostAndNotTheToken() throws IOException {
    var text =
        lines(
            Map.of(
                "s-1vcpu-1gb", new BigDecimal("0.00893"), "s-8vcpu-16gb", new BigDecimal("0.1")));
    assertThat(text)
        .contains("at most 7 at once, 2 of them kept warm", "no more than 3 credits")
        .contains("s-1vcpu-1gb ($0.00893 an hour), s-8vcpu-16gb ($0.1 an hour)")
        .contains("at most $0.7 an hour")
        .doesNotContain(TOKEN);
  }

  @Test
  void saysThatPricesAreNotKnownRatherThanThatNothingCosts() throws IOException {
    assertThat(lines(Map.of())).contains("does not say what these cost").doesNotContain("$");
  }

  @Test
  void saysThatTheSimulatorCostsNothing() {
    var sessions =
        SessionsConfig.from(Map.of(PREFIX + "SIMULATOR_URL", "http://127.0.0.1:8090"), "test");
    assertThat(SpendMain.lines(sessions, sessions.ocean(), Map.of()))
        .isEqualTo(List.of("Game sessions rent nothing."));
  }

  private String lines(Map<String, BigDecimal> prices) throws IOException {
    var file = Files.writeString(secrets.resolve("token"), TOKEN);
    var settings =
        Map.of(
            PREFIX + "TOKEN_FILE", file.toString(),
            PREFIX + "SNAPSHOT", "123",
            PREFIX + "SIZES", "s-1vcpu-1gb,s-8vcpu-16gb",
            PREFIX + "MAX_DROPLETS", "7",
            PREFIX + "WARM", "2",
            PREFIX + "SPEND_CAP", "3");
    var sessions = SessionsConfig.from(settings, "test");
    return String.join("\n", SpendMain.lines(sessions, sessions.ocean(), prices));
  }
}
