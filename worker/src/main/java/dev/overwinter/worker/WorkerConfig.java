package dev.overwinter.worker;

import dev.overwinter.backups.objectstore.HttpStore;
import dev.overwinter.backups.objectstore.ObjectStore;
import dev.overwinter.backups.objectstore.StoreConfig;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.postgres.BillingSettings;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Seal;
import dev.overwinter.servers.docker.DockerSettings;
import dev.overwinter.servers.docker.ImageRules;
import dev.overwinter.servers.postgres.Pools;
import dev.overwinter.sessions.postgres.SessionsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a worker is told by its environment.
///
/// @param temporalTarget host and port of Temporal
/// @param temporalNamespace namespace of all workflows
/// @param databaseUrl JDBC URL of PostgreSQL
/// @param databaseUser its user
/// @param databasePasswordFile file that holds its password; empty when there is none
/// @param node id of this host
/// @param roles what this process does
/// @param metricsBind address where metrics and health are served
/// @param metricsPort port of the same
/// @param dockerHost of the engine
/// @param subnets pool of container subnets, in CIDR form
/// @param ports range of public ports
/// @param installation label value on everything made
/// @param lobbyImage image tar to load when an image is missing
/// @param images which images may run here; empty for the usual ones
/// @param sealKeyFile file with the key that opens owners' secrets
/// @param roomKeysFile file with the keys that rooms are sealed with; empty where no rooms are
///   played
/// @param freezeSeconds a game that was silent for so long is frozen; 0 when nobody looks
/// @param apiUrl where a node without PostgreSQL reports; empty when there is a database
/// @param apiTokenFile file with the token that it got when it joined
/// @param apiCertificate PEM, the api's own certificate or that of a private authority; empty when
///   this machine's authorities vouch for it
/// @param backups where archives of worlds lie; when it is nowhere the api may keep them
/// @param billing whether servers are metered and accounts charged
/// @param houseAccounts owners whose servers are the platform's own: metered, and free of charge
/// @param welcomeCredits what every other account is given once, in credits
/// @param noticesPrivate whether notices may go to addresses that are not public
/// @param sessions where sessions get their droplets, and how many
/// @param universe which universe is made at the first start
public record WorkerConfig(
    String temporalTarget,
    String temporalNamespace,
    String databaseUrl,
    String databaseUser,
    Optional<Path> databasePasswordFile,
    String node,
    Set<Role> roles,
    String metricsBind,
    int metricsPort,
    String dockerHost,
    String subnets,
    String ports,
    String installation,
    Optional<Path> lobbyImage,
    String images,
    Optional<Path> sealKeyFile,
    Optional<Path> roomKeysFile,
    int freezeSeconds,
    String apiUrl,
    Optional<Path> apiTokenFile,
    Optional<Path> apiCertificate,
    StoreConfig backups,
    boolean billing,
    Set<String> houseAccounts,
    String welcomeCredits,
    boolean noticesPrivate,
    SessionsConfig sessions,
    UniverseConfig universe) {

  /// What a worker can do.
  public enum Role {
    /// Runs workflows and keeps records.
    CONTROL,
    /// Works on the Docker engine of this host.
    NODE
  }

  static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("OVERWINTER_TEMPORAL_TARGET", "127.0.0.1:7233"),
          Map.entry("OVERWINTER_TEMPORAL_NAMESPACE", "default"),
          Map.entry("OVERWINTER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:15432/overwinter"),
          Map.entry("OVERWINTER_DATABASE_USER", "overwinter"),
          Map.entry("OVERWINTER_DATABASE_PASSWORD_FILE", ""),
          Map.entry("OVERWINTER_ROOMS_KEYS_FILE", ""),
          Map.entry("OVERWINTER_NOTICES_PRIVATE", "off"),
          Map.entry("OVERWINTER_WORKER_NODE", "local"),
          Map.entry("OVERWINTER_WORKER_ROLES", "control,node"),
          Map.entry("OVERWINTER_WORKER_METRICS_BIND", "127.0.0.1"),
          Map.entry("OVERWINTER_WORKER_METRICS_PORT", "9101"),
          Map.entry("OVERWINTER_WORKER_DOCKER_HOST", "unix:///var/run/docker.sock"),
          Map.entry("OVERWINTER_WORKER_SUBNETS", "10.213.0.0/16"),
          Map.entry("OVERWINTER_WORKER_PORTS", "20000-20999"),
          Map.entry("OVERWINTER_WORKER_INSTALLATION", "local"),
          Map.entry("OVERWINTER_WORKER_LOBBY_ROOTFS", ""),
          Map.entry("OVERWINTER_WORKER_IMAGES", ""),
          Map.entry("OVERWINTER_WORKER_SEAL_KEY_FILE", ""),
          Map.entry("OVERWINTER_WORKER_FREEZE_SECONDS", "60"),
          Map.entry("OVERWINTER_WORKER_API_URL", ""),
          Map.entry("OVERWINTER_WORKER_API_TOKEN_FILE", ""),
          Map.entry("OVERWINTER_WORKER_API_CERTIFICATE", ""),
          Map.entry("OVERWINTER_WORKER_BACKUPS", ""),
          Map.entry("OVERWINTER_WORKER_BILLING", "on"),
          Map.entry("OVERWINTER_WORKER_HOUSE_ACCOUNTS", "admin, node-agent"),
          Map.entry("OVERWINTER_WORKER_WELCOME_CREDITS", "10"));

  private static final String PREFIX = "OVERWINTER_WORKER_";

  public WorkerConfig {
    if (metricsPort < 0 || metricsPort > 65_535) {
      throw new IllegalArgumentException("metricsPort: " + metricsPort + " (expected: 0..65535)");
    }
    // An empty host would mean this one to InetAddress, which is not what whoever wrote it meant.
    if (metricsBind.isEmpty()) {
      throw new IllegalArgumentException("metricsBind: empty (expected: an address)");
    }
    if (node.isEmpty() || roles.isEmpty() || installation.isEmpty()) {
      throw new IllegalArgumentException("node, roles and installation must not be empty");
    }
    roles = Set.copyOf(roles);
    // Read once here, so that a mistake is told at the start and not at the first create.
    Pools.parse(ports, subnets);
    ImageRules.parse(images);
    if (roles.contains(Role.CONTROL)) {
      var _ = roomKeysFile.map(WorkerConfig::ring);
    }
    houseAccounts = Set.copyOf(houseAccounts);
    if (Credits.parse(welcomeCredits) < 0) {
      throw new IllegalArgumentException("welcomeCredits: " + welcomeCredits + " (expected: >= 0)");
    }
    if (freezeSeconds < 0) {
      throw new IllegalArgumentException(
          "freezeSeconds: " + freezeSeconds + " (expected: >= 0, 0 = off)");
    }
    if (!apiUrl.isEmpty() && !apiUrl.matches("https?://[^/]+.*")) {
      throw new IllegalArgumentException("apiUrl: " + apiUrl + " (expected: http(s)://host:port)");
    }
    if (!apiUrl.isEmpty() && !roles.contains(Role.CONTROL) && apiTokenFile.isEmpty()) {
      throw new IllegalArgumentException(
          "apiTokenFile: empty (expected: the file with this node's token)");
    }
  }

  /// Reads an environment; a key of our own prefix that means nothing is refused.
  public static WorkerConfig from(Map<String, String> environment) {
    environment.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && !keys().contains(key))
        .sorted()
        .findFirst()
        .ifPresent(key -> {
          throw new IllegalArgumentException(key + ": unknown (expected: one of " + known() + ")");
        });
    var read = new Values(environment, DEFAULTS, "OVERWINTER_");
    return new WorkerConfig(
        read.text("TEMPORAL_TARGET"),
        read.text("TEMPORAL_NAMESPACE"),
        read.text("DATABASE_URL"),
        read.text("DATABASE_USER"),
        read.path("DATABASE_PASSWORD_FILE"),
        read.text("WORKER_NODE"),
        roles(read),
        read.text("WORKER_METRICS_BIND"),
        read.integer("WORKER_METRICS_PORT"),
        read.text("WORKER_DOCKER_HOST"),
        read.text("WORKER_SUBNETS"),
        read.text("WORKER_PORTS"),
        read.text("WORKER_INSTALLATION"),
        read.path("WORKER_LOBBY_ROOTFS"),
        read.text("WORKER_IMAGES"),
        read.path("WORKER_SEAL_KEY_FILE"),
        read.path("ROOMS_KEYS_FILE"),
        read.integer("WORKER_FREEZE_SECONDS"),
        read.text("WORKER_API_URL"),
        read.path("WORKER_API_TOKEN_FILE"),
        read.path("WORKER_API_CERTIFICATE"),
        StoreConfig.from(environment, "OVERWINTER_WORKER_BACKUPS"),
        read.isOn("WORKER_BILLING"),
        read.names("WORKER_HOUSE_ACCOUNTS"),
        read.text("WORKER_WELCOME_CREDITS"),
        read.isOn("NOTICES_PRIVATE"),
        SessionsConfig.from(environment, read.text("WORKER_INSTALLATION")),
        UniverseConfig.from(environment));
  }

  /// Whether this process has a role.
  public boolean has(Role role) {
    return roles.contains(role);
  }

  /// Whether it is a node that has no PostgreSQL of its own.
  public boolean reportsToApi() {
    return !has(Role.CONTROL) && !apiUrl.isEmpty();
  }

  /// Where this node's archives lie; null when it keeps none.
  public @Nullable ObjectStore store() {
    return backups.open().orElseGet(this::atTheApi);
  }

  private @Nullable ObjectStore atTheApi() {
    return reportsToApi()
        ? new HttpStore(URI.create(apiUrl), apiTokenFile.orElseThrow(), apiCertificate)
        : null;
  }

  /// Reads the password; empty when there is no file of it.
  public String databasePassword() {
    return databasePasswordFile.map(WorkerConfig::read).orElse("");
  }

  /// What opens owners' secrets, read again each time that it is asked for.
  ///
  /// @throws IllegalArgumentException when there is no usable key
  Seal seal() {
    var file =
        sealKeyFile.orElseThrow(() ->
            new IllegalArgumentException("this worker has no OVERWINTER_WORKER_SEAL_KEY_FILE"));
    try {
      return Seal.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read", e);
    }
  }

  /// The keys that rooms are sealed with, as their file has them now; empty for a worker that plays
  /// none.
  Optional<KeyRing> roomKeys() {
    return has(Role.CONTROL) ? roomKeysFile.map(WorkerConfig::ring) : Optional.empty();
  }

  private static KeyRing ring(Path file) {
    try {
      return KeyRing.parse(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "OVERWINTER_ROOMS_KEYS_FILE: " + file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("OVERWINTER_ROOMS_KEYS_FILE: " + e.getMessage(), e);
    }
  }

  /// What a node needs to know of its engine.
  public DockerSettings docker() {
    return new DockerSettings(
        node,
        dockerHost,
        installation,
        lobbyImage.orElse(null),
        ImageRules.parse(images),
        sealKeyFile.orElse(null),
        Duration.ofSeconds(freezeSeconds));
  }

  /// The effective values for the log, one a line; no secret in it.
  public String printed() {
    return PrintedConfig.of(this);
  }

  /// How accounts begin.
  public BillingSettings billingSettings() {
    return new BillingSettings(houseAccounts, Credits.parse(welcomeCredits), billing);
  }

  /// What sessions need of PostgreSQL.
  SessionsSettings sessionsSettings() {
    return sessions.settings(billing, sealKeyFile.orElse(null));
  }

  private static String known() {
    return String.join(
        ", ", keys().stream().filter(key -> key.startsWith(PREFIX)).sorted().toList());
  }

  private static Set<String> keys() {
    var keys = new TreeSet<>(DEFAULTS.keySet());
    keys.addAll(SessionsConfig.DEFAULTS.keySet());
    keys.addAll(UniverseConfig.DEFAULTS.keySet());
    return keys;
  }

  private static Set<Role> roles(Values read) {
    var roles = EnumSet.noneOf(Role.class);
    for (var name : read.text("WORKER_ROLES").split(",", -1)) {
      try {
        roles.add(Role.valueOf(name.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        throw new IllegalArgumentException(
            read.said("WORKER_ROLES", "control, node, or both"), unknown);
      }
    }
    return roles;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "OVERWINTER_DATABASE_PASSWORD_FILE: " + file + " cannot be read", e);
    }
  }
}
