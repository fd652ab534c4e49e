package dev.overwinter.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {
  @Test
  void anEmptyEnvironmentIsAProxyOfThisMachine() {
    var config = ProxyConfig.from(Map.of());
    assertThat(config.id()).isEqualTo("local");
    assertThat(config.bind()).isEqualTo("0.0.0.0");
    assertThat(config.temporal()).isEqualTo(new ProxyConfig.Temporal("127.0.0.1:7233", "default"));
    assertThat(config.feed())
        .isEqualTo(
            new ProxyConfig.Feed(
                URI.create("http://127.0.0.1:8080"),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty()));
    assertThat(config.metricsBind()).isEqualTo("127.0.0.1");
    assertThat(config.metricsPort()).isEqualTo(9102);
    assertThat(config.state()).isEmpty();
    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.handOver()).isEqualTo(Duration.ofHours(12));
    assertThat(config.eventLoops()).isBetween(1, 2);
    assertThat(config.limits()).isEqualTo(GateLimits.DEFAULTS);
    assertThat(config.udp()).isEqualTo(UdpLimits.DEFAULTS);
    assertThat(config.bedrock()).isEqualTo(new ProxyConfig.Bedrock(800, "1.21.80"));
  }

  @Test
  void everyKeyHasItsPlace() {
    var env = new HashMap<String, String>();
    env.put("OVERWINTER_PROXY_ID", "p1");
    env.put("OVERWINTER_PROXY_BIND", "127.0.0.2");
    env.put("OVERWINTER_TEMPORAL_TARGET", "temporal:7233");
    env.put("OVERWINTER_TEMPORAL_NAMESPACE", "games");
    env.put("OVERWINTER_PROXY_API_URL", "http://api:8080");
    env.put("OVERWINTER_PROXY_API_TOKEN_FILE", "/run/token");
    env.put("OVERWINTER_PROXY_SNAPSHOT", "/var/routes.json");
    env.put("OVERWINTER_PROXY_NODE", "attic");
    env.put("OVERWINTER_PROXY_METRICS_BIND", "127.0.0.3");
    env.put("OVERWINTER_PROXY_METRICS_PORT", "9999");
    env.put("OVERWINTER_PROXY_STATE", "/var/seats");
    env.put("OVERWINTER_PROXY_DRAIN", "PT2M");
    env.put("OVERWINTER_PROXY_HAND_OVER", "PT1H");
    env.put("OVERWINTER_PROXY_EVENT_LOOPS", "4");
    env.put("OVERWINTER_PROXY_CONNECTS_PER_SECOND", "11");
    env.put("OVERWINTER_PROXY_LOGINS_PER_SECOND", "12");
    env.put("OVERWINTER_PROXY_WAITING_PER_ADDRESS", "13");
    env.put("OVERWINTER_PROXY_WAITING_PER_PORT", "14");
    env.put("OVERWINTER_PROXY_WAITING", "15");
    env.put("OVERWINTER_PROXY_PLAYERS_PER_ADDRESS", "16");
    env.put("OVERWINTER_PROXY_PLAYERS", "17");
    env.put("OVERWINTER_PROXY_API_CERTIFICATE", "/run/api.crt");
    env.put("OVERWINTER_PROXY_LIMIT_LOOPBACK", "true");
    env.put("OVERWINTER_PROXY_UDP_JOINS_PER_SECOND", "18");
    env.put("OVERWINTER_PROXY_UDP_ANSWERS_PER_SECOND", "19");
    env.put("OVERWINTER_PROXY_UDP_ANSWERS_PER_PORT", "20");
    env.put("OVERWINTER_PROXY_UDP_ANSWERS", "21");
    env.put("OVERWINTER_PROXY_UDP_IDLE", "PT22S");
    env.put("OVERWINTER_PROXY_UDP_UNANSWERED", "PT23S");
    env.put("OVERWINTER_PROXY_BEDROCK_PROTOCOL", "24");
    env.put("OVERWINTER_PROXY_BEDROCK_VERSION", "25");
    env.put("PATH", "/bin");

    var config = ProxyConfig.from(env);
    assertThat(config)
        .isEqualTo(
            new ProxyConfig(
                "p1",
                "127.0.0.2",
                new ProxyConfig.Temporal("temporal:7233", "games"),
                new ProxyConfig.Feed(
                    URI.create("http://api:8080"),
                    Optional.of(Path.of("/run/token")),
                    Optional.of(Path.of("/var/routes.json")),
                    "attic",
                    Optional.of(Path.of("/run/api.crt"))),
                "127.0.0.3",
                9999,
                Optional.of(Path.of("/var/seats")),
                Duration.ofMinutes(2),
                Duration.ofHours(1),
                4,
                new GateLimits(11, 12, 13, 14, 15, 16, 17, true),
                new UdpLimits(18, 19, 20, 21, Duration.ofSeconds(22), Duration.ofSeconds(23)),
                new ProxyConfig.Bedrock(24, "25")));
    env.remove("PATH");
    assertThat(config.effective()).isEqualTo(env);
  }

  @Test
  void aMisspeltKeyRefusesToStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyConfig.from(Map.of("OVERWINTER_PROXY_METRIC_PORT", "1")))
        .withMessageContaining("OVERWINTER_PROXY_METRIC_PORT")
        .withMessageContaining("OVERWINTER_PROXY_METRICS_PORT");
  }

  @Test
  void aBadValueIsNamedWithWhatWasExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyConfig.from(Map.of("OVERWINTER_PROXY_METRICS_PORT", "99999")))
        .withMessage("OVERWINTER_PROXY_METRICS_PORT: 99999 (expected: 0..65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyConfig.from(Map.of("OVERWINTER_PROXY_DRAIN", "soon")))
        .withMessageContaining("30s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyConfig.from(Map.of("OVERWINTER_PROXY_API_URL", "ftp://x")));
  }

  @Test
  void durationsAreReadAsPeopleWriteThem() {
    assertThat(drain("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(drain("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(drain("5m")).isEqualTo(Duration.ofMinutes(5));
  }

  private static Duration drain(String text) {
    return ProxyConfig.from(Map.of("OVERWINTER_PROXY_DRAIN", text)).drain();
  }

  @Test
  void aPasswordInTheAddressIsNotPrinted() {
    var config = ProxyConfig.from(Map.of("OVERWINTER_PROXY_API_URL", "http://me:secret@api:80"));
    assertThat(config.effective().toString()).doesNotContain("secret").contains("(redacted)");
  }
}
