package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// The files for machines that can pull images, held to what can be told without pulling any.
class ComposeFileTest {

  private static final Pattern PINNED =
      Pattern.compile("[a-z./-]+:v?\\d+\\.\\d+(\\.\\d+)?(@sha256:.*)?");
  private static final Pattern METRIC = Pattern.compile("\\b(overwinter|temporal)_[a-z_]+");

  private final Path checkout = Checkout.find();
  private final Map<String, Object> compose = map(yaml(checkout.resolve("docker-compose.yml")));
  private final Map<String, Object> services = map(compose.get("services"));

  @Test
  void hasEveryPartOfThePlatform() {
    assertThat(services)
        .containsKeys("postgres", "temporal", "temporal-ui", "api", "worker", "proxy")
        .containsKeys("prometheus", "grafana");
  }

  @Test
  void pinsEveryImageThatItDoesNotBuild() {
    services.forEach((name, service) -> {
      if (!map(service).containsKey("build")) {
        assertThat((String) map(service).get("image")).as(name).matches(PINNED);
      }
    });
  }

  @Test
  void buildsOurImagesFromDockerfilesThatRunMainClassesThatExist() throws IOException {
    for (var name : List.of("api", "worker", "proxy")) {
      var build = map(map(services.get(name)).get("build"));
      var dockerfile = Files.readString(checkout.resolve((String) build.get("dockerfile")));
      var letter = name.substring(0, 1).toUpperCase(Locale.ROOT);
      var mainClass = "dev.overwinter.%s.%s%sMain".formatted(name, letter, name.substring(1));
      assertThat(dockerfile).contains("\"" + mainClass + "\"", "USER 10001");
      assertThat(checkout.resolve(name + "/src/main/java/" + mainClass.replace('.', '/') + ".java"))
          .exists();
      assertThat(checkout.resolve("lab/launcher/jvm/" + name + ".args")).exists();
    }
  }

  @Test
  void keepsNoSecretInTheOpen() {
    services.forEach((name, service) ->
        map(map(service).get("environment"))
            .forEach((key, _) -> {
              if (key.matches(".*(PASSWORD|PWD|TOKEN|SECRET).*")) {
                assertThat(key).as(name).matches(".*(_FILE|_SECRETS)");
              }
            }));
  }

  /// Whoever reads the api's volume can sign an admin's token.
  @Test
  void showsTheSecretsOfTheApiToNobodyElse() {
    services.forEach((name, _) -> {
      if (!Set.of("api", "secrets").contains(name)) {
        assertThat(mounts(name)).as(name).doesNotContain("api-secrets");
      }
    });
    var proxy = map(services.get("proxy"));
    assertThat(list(proxy.get("volumes"))).contains("proxy-secrets:/secrets/proxy:ro");
    assertThat(map(proxy.get("environment")))
        .containsEntry("OVERWINTER_PROXY_API_TOKEN_FILE", "/secrets/proxy/proxy-token");
    assertThat(mounts("api")).doesNotContain("proxy-secrets");
  }

  @Test
  void opensGrafanaAndPrometheusToThisMachineOnly() {
    assertThat(map(map(services.get("grafana")).get("environment")))
        .containsEntry("GF_SERVER_HTTP_ADDR", "127.0.0.1");
    assertThat(list(map(services.get("prometheus")).get("command")))
        .contains("--web.listen-address=127.0.0.1:9090");
    // The api shows its metrics without a token to its own machine only.
    for (var name : List.of("api", "prometheus")) {
      assertThat(map(services.get(name))).containsEntry("network_mode", "host");
    }
  }

  @Test
  void dependsOnServicesAndVolumesThatItDeclares() {
    var volumes = map(compose.get("volumes")).keySet();
    services.forEach((name, service) -> {
      assertThat(services.keySet())
          .as(name)
          .containsAll(map(map(service).get("depends_on")).keySet());
      for (var source : mounts(name)) {
        if (source.startsWith("./")) {
          assertThat(checkout.resolve(source)).as(name).exists();
        } else if (!source.startsWith("/")) {
          assertThat(volumes).as(name).contains(source);
        }
      }
    });
  }

  @Test
  void prometheusAsksThePortsOfDesign() throws IOException {
    var scrape = Files.readString(checkout.resolve("grafana/prometheus.yml"));
    var ports = Ports.from(Map.of());
    assertThat(scrape)
        .contains(":" + ports.api(), ":" + ports.workerMetrics(), ":" + ports.proxyMetrics());
  }

  @Test
  void dashboardHasTheStepsOfOnePacketAndNoTwoPanelsOfOneId() {
    var dashboard = map(yaml(checkout.resolve("grafana/dashboards/wake-path.json")));
    var ids = new ArrayList<Object>();
    var rows = new ArrayList<String>();
    for (var panel : list(dashboard.get("panels"))) {
      ids.add(map(panel).get("id"));
      if ("row".equals(map(panel).get("type"))) {
        rows.add((String) map(panel).get("title"));
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(String.join(" ", rows)).contains("frontdoor", "wake", "ServerWorkflow", "relay");
    assertThat(dashboard).containsEntry("title", "Wake path");
  }

  @Test
  void dashboardNamesOnlyMetricsOfOurOwnThatTheCodeNames() throws IOException {
    var json = Files.readString(checkout.resolve("grafana/dashboards/wake-path.json"));
    var sources = sources();
    var named = new TreeSet<String>();
    METRIC
        .matcher(json)
        .results()
        .map(m -> m.group())
        .filter(m -> m.startsWith("overwinter_"))
        .forEach(named::add);
    assertThat(named).isNotEmpty().allMatch(metric -> inCode(metric, sources));
  }

  private List<String> mounts(String service) {
    return list(map(services.get(service)).get("volumes")).stream()
        .map(mount -> ((String) mount).split(":", -1)[0])
        .toList();
  }

  private static boolean inCode(String metric, String sources) {
    var name = metric.replaceAll("(_bucket|_count|_sum)$", "").replaceAll("(_seconds|_total)$", "");
    var dotted = name.replace("overwinter_proxy_", "").replace('_', '.');
    return sources.contains("\"" + name + "\"") || sources.contains("\"" + dotted + "\"");
  }

  private String sources() throws IOException {
    var all = new StringBuilder();
    for (var module : List.of("api", "worker", "proxy", "activities", "workflows")) {
      try (var files = Files.walk(checkout.resolve(module).resolve("src/main/java"))) {
        for (var file :
            files
                .filter(
                    f -> f.toString().endsWith("Metrics.java") || f.toString().contains("docker"))
                .toList()) {
          all.append(Files.isRegularFile(file) ? Files.readString(file) : "");
        }
      }
    }
    return all.toString();
  }

  private static Object yaml(Path file) {
    try {
      return new Yaml().load(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(@Nullable Object value) {
    return value == null ? List.of() : (List<Object>) value;
  }
}
