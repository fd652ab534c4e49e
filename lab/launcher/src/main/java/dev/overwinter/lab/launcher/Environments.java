package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.DockerEngine;
import dev.overwinter.lab.launcher.parts.Postgres;
import dev.overwinter.lab.launcher.parts.Secrets;
import dev.overwinter.lab.launcher.parts.Temporal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What each process of ours is told. A child gets the words of its own prefix, the common ones
/// that it needs, and nothing else of the launcher's environment but what every program needs.
///
/// @param namespace Temporal's
/// @param databaseUrl JDBC address
/// @param membership of a node; null for a platform of its own
record Environments(
    PlatformConfig config,
    Secrets secrets,
    String installation,
    String temporalTarget,
    String namespace,
    String databaseUrl,
    @Nullable Membership membership) {

  /// What rooms are sealed with, among the secrets: worker and api read it at their start.
  static final String ROOMS_KEYS = "rooms-keys";

  private static final String ROOMS_KEYS_FILE = "OVERWINTER_ROOMS_KEYS_FILE";

  private static final String BACKUPS = "OVERWINTER_BACKUPS";

  /// The api refuses what the worker would not send to.
  private static final String NOTICES_PRIVATE = "OVERWINTER_NOTICES_PRIVATE";

  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR");

  /// What the api is told under names that are not its own, since older systems had them.
  private static final List<String> OLDER =
      List.of(
          "INTERNAL_HMAC_KEY",
          "INTERNAL_HMAC_SECRET",
          "INTERNAL_HMAC_MAX_SKEW_SECONDS",
          "CORS_ALLOWED_ORIGINS",
          "CORS_ALLOW_ORIGINS",
          "RATE_LIMIT_PER_MINUTE",
          "SSL_CERTFILE",
          "SSL_KEYFILE");

  Map<String, String> api() {
    var words = connected();
    OLDER.forEach(name -> {
      var value = config.environment().get(name);
      if (value != null) {
        words.put(name, value);
      }
    });
    if (address().certificate().isEmpty()) {
      // What `up` starts is tried out first, and put behind a front later: docs/operating.md.
      words.put("OVERWINTER_API_TLS", "plain");
    }
    words.put("OVERWINTER_API_PORT", Integer.toString(config.ports().api()));
    words.put("OVERWINTER_API_PUBLIC_HOST", HostAddress.find());
    words.put("OVERWINTER_API_SECRETS", secrets.directory().toString());
    words.put("OVERWINTER_API_INSTALLATION", installation);
    keepBackups(words, "OVERWINTER_API_BACKUPS");
    words.put("OVERWINTER_API_TEMPORAL_UI", "http://127.0.0.1:" + config.ports().temporalUi());
    if (!config.temporalBind().equals(Temporal.EVERYWHERE)) {
      // By no other address can a node reach it.
      words.put("OVERWINTER_API_NODE_TEMPORAL", temporalTarget);
    }
    return chosen(words, "OVERWINTER_API_");
  }

  Map<String, String> worker(@Nullable Path lobbyImage) {
    var words = membership == null ? connected() : affiliated(membership);
    words.put("OVERWINTER_WORKER_METRICS_PORT", Integer.toString(config.ports().workerMetrics()));
    words.put("OVERWINTER_WORKER_DOCKER_HOST", new DockerEngine(config.docker()).host());
    words.put("OVERWINTER_WORKER_INSTALLATION", installation);
    words.put("OVERWINTER_WORKER_SEAL_KEY_FILE", secrets.file(Membership.SEAL_KEY).toString());
    if (membership == null) {
      // The same as the api's, which keeps those of nodes that have joined.
      keepBackups(words, "OVERWINTER_WORKER_BACKUPS");
      words.putAll(DigitalOcean.of(config).wordsOfWorker());
    }
    if (lobbyImage != null) {
      words.put("OVERWINTER_WORKER_LOBBY_ROOTFS", lobbyImage.toString());
    }
    return chosen(words, "OVERWINTER_WORKER_");
  }

  Map<String, String> simulator() {
    var words = inherited();
    words.put("OVERWINTER_SIMULATOR_PORT", Integer.toString(config.ports().simulator()));
    words.put("OVERWINTER_SIMULATOR_DATA", config.home().resolve("data/simulator").toString());
    // Addresses of this machine's own loopback, so that what plays there can be joined.
    words.put("OVERWINTER_SIMULATOR_PUBLIC_BLOCK", "127.214.0.0/19");
    believe(words, "OVERWINTER_SIMULATOR_");
    return chosen(words, "OVERWINTER_SIMULATOR_");
  }

  Map<String, String> proxy() {
    var words = temporal();
    words.put("MALLOC_ARENA_MAX", "1"); // its few threads share one native heap: 2 MB less
    words.put("OVERWINTER_PROXY_API_URL", address().url().toString());
    believe(words, "OVERWINTER_PROXY_");
    // Another node's servers are behind its own proxy, and on one machine on ports of its own.
    words.put("OVERWINTER_PROXY_NODE", config.node());
    if (membership != null) {
      words.put("OVERWINTER_PROXY_ID", membership.node());
    }
    words.put("OVERWINTER_PROXY_API_TOKEN_FILE", secrets.file("proxy-token").toString());
    words.put("OVERWINTER_PROXY_METRICS_PORT", Integer.toString(config.ports().proxyMetrics()));
    words.put("OVERWINTER_PROXY_SNAPSHOT", config.home().resolve("data/proxy/routes").toString());
    words.put("OVERWINTER_PROXY_STATE", proxySeats(config).toString());
    return chosen(words, "OVERWINTER_PROXY_");
  }

  /// In a directory, unless somebody says where else.
  private void keepBackups(Map<String, String> words, String directory) {
    config
        .environment()
        .forEach((name, value) -> {
          if (name.equals(BACKUPS) || name.startsWith(BACKUPS + "_")) {
            words.put(name, value);
          }
        });
    if (!words.containsKey(BACKUPS)) {
      words.put(directory, config.home().resolve("data/backups").toString());
    }
  }

  /// Where the processes of the proxy find each other.
  static Path proxySeats(PlatformConfig config) {
    return config.home().resolve("data/proxy/seats");
  }

  private ApiAddress address() {
    return ApiAddress.of(config, Optional.ofNullable(membership));
  }

  /// Whoever calls the api by its address here has to know its certificate.
  private void believe(Map<String, String> words, String prefix) {
    address()
        .certificate()
        .ifPresent(file -> words.put(prefix + "API_CERTIFICATE", file.toString()));
  }

  /// A node has no way to the database: what it measures it tells the api.
  private Map<String, String> affiliated(Membership platform) {
    var words = temporal();
    words.put("OVERWINTER_WORKER_NODE", platform.node());
    words.put("OVERWINTER_WORKER_ROLES", "node");
    words.put("OVERWINTER_WORKER_API_URL", address().url().toString());
    believe(words, "OVERWINTER_WORKER_");
    words.put(
        "OVERWINTER_WORKER_API_TOKEN_FILE", secrets.file(Membership.TELEMETRY_TOKEN).toString());
    return words;
  }

  private Map<String, String> connected() {
    var words = temporal();
    words.put("OVERWINTER_DATABASE_URL", databaseUrl);
    words.put("OVERWINTER_DATABASE_USER", Postgres.OVERWINTER);
    words.put("OVERWINTER_DATABASE_PASSWORD_FILE", secrets.file(Postgres.PASSWORD).toString());
    var made = secrets.file(ROOMS_KEYS).toString();
    words.put(ROOMS_KEYS_FILE, config.environment().getOrDefault(ROOMS_KEYS_FILE, made));
    var notices = config.environment().get(NOTICES_PRIVATE);
    if (notices != null) {
      words.put(NOTICES_PRIVATE, notices);
    }
    return words;
  }

  private Map<String, String> temporal() {
    var words = inherited();
    words.put("OVERWINTER_TEMPORAL_TARGET", temporalTarget);
    words.put("OVERWINTER_TEMPORAL_NAMESPACE", namespace);
    return words;
  }

  private static Map<String, String> inherited() {
    var words = new TreeMap<String, String>();
    for (var key : INHERITED) {
      var value = System.getenv(key);
      if (value != null) {
        words.put(key, value);
      }
    }
    return words;
  }

  private Map<String, String> chosen(Map<String, String> ours, String prefix) {
    config
        .environment()
        .forEach((key, value) -> {
          if (key.startsWith(prefix)) {
            ours.put(key, value);
          }
        });
    return ours;
  }
}
