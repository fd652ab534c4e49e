package dev.overwinter.worker;

import dev.overwinter.backups.objectstore.StoreConfig;
import dev.overwinter.servers.docker.ImageRules;
import java.nio.file.Path;
import java.util.TreeSet;

/// The effective values of a worker for its log, one a line. The password is a file name: nothing
/// to hide but what people put into a JDBC URL.
final class PrintedConfig {
  private PrintedConfig() {}

  static String of(WorkerConfig config) {
    return """
    temporal      %s, namespace %s
    database      %s
    node          %s, roles %s, installation %s
    docker        %s, image archive %s
    images        %s
    sealed by     %s
    rooms         %s
    frozen after  %s
    subnets       %s
    ports         %s
    backups       %s
    billing       %s
    sessions      %s
    universe      %s
    notices       to %s addresses
    metrics       http://%s:%d/metrics\
    """
        .formatted(
            config.temporalTarget(),
            config.temporalNamespace(),
            config.reportsToApi() ? "none, reports to " + config.apiUrl() : database(config),
            config.node(),
            config.roles(),
            config.installation(),
            config.dockerHost(),
            config.lobbyImage().map(Path::toString).orElse("none"),
            String.join(", ", ImageRules.parse(config.images()).allowed()),
            config.sealKeyFile().map(Path::toString).orElse("no key"),
            rooms(config),
            config.freezeSeconds() == 0 ? "never" : config.freezeSeconds() + " s",
            config.subnets(),
            config.ports(),
            config.backups().equals(StoreConfig.NONE) && config.reportsToApi()
                ? "at the api"
                : config.backups(),
            billing(config),
            config.sessions().printed(),
            config.universe().printed(),
            config.noticesPrivate() ? "all" : "public",
            config.metricsBind(),
            config.metricsPort());
  }

  /// Ids of keys are no secret, and whoever rotates them wants to see that it was heard.
  private static String rooms(WorkerConfig config) {
    return config
        .roomKeys()
        .map(ring -> "sealed by %s, open to %s".formatted(ring.writing(), ring.ids()))
        .orElse("none are played here: no key");
  }

  private static String billing(WorkerConfig config) {
    return config.billing()
        ? "on, %s welcome, free for %s"
            .formatted(config.welcomeCredits(), new TreeSet<>(config.houseAccounts()))
        : "off";
  }

  private static String database(WorkerConfig config) {
    return "%s as %s, password %s"
        .formatted(
            config.databaseUrl().replaceAll("(?i)password=[^&]*", "password=***"),
            config.databaseUser(),
            config.databasePasswordFile().map(file -> "from " + file).orElse("none"));
  }
}
