package dev.overwinter.api;

import dev.overwinter.backups.BackupRules;
import dev.overwinter.backups.objectstore.StoreConfig;
import dev.overwinter.nodes.NodeRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that can be set from outside, read once from the environment.
///
/// @param port `OVERWINTER_API_PORT` (8080)
/// @param bind `OVERWINTER_API_BIND` (0.0.0.0)
/// @param secrets `OVERWINTER_API_SECRETS` (.overwinter/secrets): keys and tokens, made when
///   missing
/// @param publicHost `OVERWINTER_API_PUBLIC_HOST`: the host that players are shown (this host's
///   name)
/// @param catalogue `OVERWINTER_API_CATALOGUE`: a directory of further games; null for none
/// @param trustedProxies `OVERWINTER_API_TRUSTED_PROXY`: addresses or networks (CIDR), separated by
///   commas, of the TLS fronts whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; none
///   unless set. A front must set both on every request.
/// @param temporalTarget `OVERWINTER_TEMPORAL_TARGET` (127.0.0.1:7233)
/// @param temporalNamespace `OVERWINTER_TEMPORAL_NAMESPACE` (default)
/// @param database where PostgreSQL is
/// @param backups where copies of worlds lie, and when they are made
/// @param sealKeyFile `OVERWINTER_API_SEAL_KEY_FILE`: the key that owners' secrets are sealed with,
///   32 bytes in Base64 (`seal-key` among the secrets, made when missing)
/// @param roomKeysFile `OVERWINTER_ROOMS_KEYS_FILE`: the keys that rooms are sealed with, as the
///   worker's ([dev.overwinter.durable.KeyRing]; `rooms-keys` among the secrets, made when missing)
/// @param noticesPrivate `OVERWINTER_NOTICES_PRIVATE` (off): whether hooks may lead to addresses
///   that are not public, as the worker's
/// @param nodes what machines are told that join
/// @param nodeSecretFile `OVERWINTER_API_NODE_SECRET_FILE`: the secret of the older node agent's
///   paths (`node-secret` among the secrets, if it is there); without either they do not exist
/// @param signIn who may come in
/// @param payments how money comes in
/// @param plans what accounts may have
/// @param temporalUi `OVERWINTER_API_TEMPORAL_UI`: where an admin's browser finds Temporal's UI,
///   for links; null for none
/// @param sessions how game sessions are asked for, and their games known
/// @param universe how the universe is reached
/// @param tls how it is reached
public record ApiConfig(
    int port,
    String bind,
    Path secrets,
    String publicHost,
    @Nullable Path catalogue,
    List<String> trustedProxies,
    String temporalTarget,
    String temporalNamespace,
    Database database,
    Backups backups,
    @Nullable Path sealKeyFile,
    @Nullable Path roomKeysFile,
    boolean noticesPrivate,
    Nodes nodes,
    @Nullable Path nodeSecretFile,
    SignInConfig signIn,
    PaymentsConfig payments,
    PlansConfig plans,
    @Nullable String temporalUi,
    SessionsConfig sessions,
    UniverseConfig universe,
    TlsConfig tls) {
  public ApiConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// What the operator should know: cookies know no ports, so that games on the dashboard's host
  /// name see its visitors' cookies, unless it is reached by TLS and they are not.
  ///
  /// @return for people; empty when the dashboard has a name of its own, or is for this machine
  public Optional<String> sharedHost() {
    boolean here = SignInConfig.isLoopback(bind) && trustedProxies.isEmpty();
    var host = URI.create(nodes.publicUrl()).getHost();
    return here || !publicHost.equalsIgnoreCase(host)
        ? Optional.empty()
        : Optional.of(
            "the dashboard and the games have one host name, "
                + publicHost
                + ": a game that speaks HTTP can see what its players' browsers send the dashboard."
                + " Give it a name of its own: docs/operating.md, Two names");
  }

  /// What machines are told that join.
  ///
  /// @param installation `OVERWINTER_API_INSTALLATION` (overwinter): the name of this platform on
  ///   everything that its nodes make
  /// @param publicUrl `OVERWINTER_API_PUBLIC_URL`: where this api is reached from other machines
  ///   (http://public host:port)
  /// @param temporalTarget `OVERWINTER_API_NODE_TEMPORAL`: where Temporal is reached from other
  ///   machines (the public host, if it is on this machine)
  /// @param grace `OVERWINTER_API_NODE_GRACE` (PT10M): how long a node that joins from now on may
  ///   be silent before it counts as lost
  public record Nodes(
      String installation, String publicUrl, String temporalTarget, Duration grace) {}

  /// Copies of worlds.
  ///
  /// @param store where they lie, the same as the worker's; `OVERWINTER_API_BACKUPS` is an older
  ///   word for `OVERWINTER_BACKUPS`
  /// @param mostBytes `OVERWINTER_API_BACKUP_BYTES` (107374182400): what one of them may have
  /// @param every `OVERWINTER_API_BACKUP_EVERY` (PT6H): how old the newest backup of a server may
  ///   be when it sleeps, for servers made from now on; PT0S for none by themselves
  /// @param grace `OVERWINTER_API_WORLD_GRACE` (P7D): how long the world of a deleted server can be
  ///   recovered; PT0S for not at all
  public record Backups(StoreConfig store, long mostBytes, Duration every, Duration grace) {}

  /// Where PostgreSQL is.
  ///
  /// @param url `OVERWINTER_DATABASE_URL` (jdbc:postgresql://127.0.0.1:15432/overwinter)
  /// @param user `OVERWINTER_DATABASE_USER` (overwinter)
  /// @param passwordFile `OVERWINTER_DATABASE_PASSWORD_FILE`; null when no password is needed
  public record Database(String url, String user, @Nullable Path passwordFile) {

    /// Without the parameters of the URL: one of them may be a password.
    @Override
    public String toString() {
      return url.replaceFirst("\\?.*", "?…") + " as " + user + ", password from " + passwordFile;
    }

    /// The password; read again at every start, so that it can be rotated. Never printed.
    public String password() {
      try {
        return passwordFile == null ? "" : Files.readString(passwordFile).strip();
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "OVERWINTER_DATABASE_PASSWORD_FILE: " + passwordFile + " (expected: a readable file)",
            e);
      }
    }
  }

  private static final String OWN = "OVERWINTER_API_";
  private static final Set<String> KEYS =
      Set.of(
          OWN + "PORT",
          OWN + "BIND",
          OWN + "SECRETS",
          OWN + "BACKUPS",
          OWN + "BACKUP_BYTES",
          OWN + "BACKUP_EVERY",
          OWN + "WORLD_GRACE",
          OWN + "NODE_GRACE",
          OWN + "PUBLIC_HOST",
          OWN + "CATALOGUE",
          OWN + "TRUSTED_PROXY",
          OWN + "SEAL_KEY_FILE",
          OWN + "NODE_SECRET_FILE",
          OWN + "INSTALLATION",
          OWN + "PUBLIC_URL",
          OWN + "NODE_TEMPORAL",
          OWN + "PROFILE",
          OWN + "SIGN_UP",
          OWN + "ACCESS_MINUTES",
          OWN + "RATE_PER_MINUTE",
          OWN + "SERVERS_PER_ACCOUNT",
          OWN + "PLANS",
          OWN + "PLAN",
          OWN + "TEMPORAL_UI",
          OWN + "ACCOUNTS_PER_HOUR");

  /// Reads the environment.
  ///
  /// @throws IllegalArgumentException when a value is wrong or a key of this process is unknown
  public static ApiConfig from(Map<String, String> env) {
    for (var key : new TreeSet<>(env.keySet())) {
      if (key.startsWith(OWN)
          && !KEYS.contains(key)
          && !SignInConfig.knows(key)
          && !PaymentsConfig.knows(key)
          && !SessionsConfig.knows(key)
          && !UniverseConfig.knows(key)
          && !TlsConfig.knows(key)) {
        throw new IllegalArgumentException(
            key + ": unknown (expected: one of " + new TreeSet<>(KEYS) + ")");
      }
    }
    var signIn = SignInConfig.from(env, env.getOrDefault(OWN + "BIND", "0.0.0.0"));
    return new ApiConfig(
        port(env),
        env.getOrDefault(OWN + "BIND", "0.0.0.0"),
        Path.of(env.getOrDefault(OWN + "SECRETS", ".overwinter/secrets")),
        publicHost(env),
        path(env, OWN + "CATALOGUE"),
        networks(env, OWN + "TRUSTED_PROXY"),
        env.getOrDefault("OVERWINTER_TEMPORAL_TARGET", "127.0.0.1:7233"),
        env.getOrDefault("OVERWINTER_TEMPORAL_NAMESPACE", "default"),
        new Database(
            env.getOrDefault(
                "OVERWINTER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:15432/overwinter"),
            env.getOrDefault("OVERWINTER_DATABASE_USER", "overwinter"),
            path(env, "OVERWINTER_DATABASE_PASSWORD_FILE")),
        backups(env),
        path(env, OWN + "SEAL_KEY_FILE"),
        path(env, "OVERWINTER_ROOMS_KEYS_FILE"),
        isOn(env, "OVERWINTER_NOTICES_PRIVATE"),
        nodes(env),
        path(env, OWN + "NODE_SECRET_FILE"),
        signIn,
        PaymentsConfig.from(env),
        PlansConfig.from(env, signIn.serversPerAccount()),
        temporalUi(env),
        SessionsConfig.from(env),
        UniverseConfig.from(env),
        TlsConfig.from(env));
  }

  private static boolean isOn(Map<String, String> env, String key) {
    var text = env.getOrDefault(key, "off");
    return switch (text) {
      case "on", "true" -> true;
      case "", "off", "false" -> false;
      default -> throw new IllegalArgumentException(key + ": " + text + " (expected: on or off)");
    };
  }

  private static Backups backups(Map<String, String> env) {
    return new Backups(
        StoreConfig.from(env, OWN + "BACKUPS"),
        bytes(env, OWN + "BACKUP_BYTES", 100L << 30),
        duration(env, OWN + "BACKUP_EVERY", BackupRules.USUAL_EVERY),
        duration(env, OWN + "WORLD_GRACE", Duration.ofDays(7)));
  }

  private static Duration duration(Map<String, String> env, String key, Duration usual) {
    var text = env.getOrDefault(key, "");
    try {
      var duration = text.isBlank() ? usual : Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // The same complaint as for a negative one.
    }
    throw new IllegalArgumentException(key + ": " + text + " (expected: for example PT6H)");
  }

  private static long bytes(Map<String, String> env, String key, long usual) {
    var text = env.getOrDefault(key, "");
    try {
      long bytes = text.isBlank() ? usual : Long.parseLong(text.strip());
      if (bytes > 0) {
        return bytes;
      }
    } catch (NumberFormatException _) {
      // The same complaint as for zero.
    }
    throw new IllegalArgumentException(key + ": " + text + " (expected: a number of bytes)");
  }

  private static Nodes nodes(Map<String, String> env) {
    var host = publicHost(env);
    var url = env.getOrDefault(OWN + "PUBLIC_URL", "");
    if (!url.isBlank() && !url.matches("https?://[\\w.:\\[\\]-]{1,200}")) {
      throw new IllegalArgumentException(
          OWN + "PUBLIC_URL: " + url + " (expected: http://host:port, without a path)");
    }
    var own = env.getOrDefault("OVERWINTER_TEMPORAL_TARGET", "127.0.0.1:7233");
    var target = env.getOrDefault(OWN + "NODE_TEMPORAL", "");
    return new Nodes(
        env.getOrDefault(OWN + "INSTALLATION", "overwinter"),
        url.isBlank() ? scheme(env) + "://" + host + ":" + port(env) : url,
        target.isBlank() ? own.replaceFirst("^(127\\.0\\.0\\.1|localhost)(?=:)", host) : target,
        duration(env, OWN + "NODE_GRACE", NodeRules.GRACE));
  }

  private static String scheme(Map<String, String> env) {
    return TlsConfig.from(env).on() ? "https" : "http";
  }

  private static @Nullable String temporalUi(Map<String, String> env) {
    var url = env.getOrDefault(OWN + "TEMPORAL_UI", "").strip();
    if (!url.isEmpty() && !url.matches("https?://[\\w.:\\[\\]-]{1,200}(/[\\w./-]{0,200})?")) {
      throw new IllegalArgumentException(
          OWN + "TEMPORAL_UI: " + url + " (expected: http://host:port)");
    }
    return url.isEmpty() ? null : url.replaceFirst("/+$", "");
  }

  private static int port(Map<String, String> env) {
    var text = env.getOrDefault(OWN + "PORT", "8080");
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException _) {
      // The same complaint as for a number out of range.
    }
    throw new IllegalArgumentException(OWN + "PORT: " + text + " (expected: 0..65535)");
  }

  private static String publicHost(Map<String, String> env) {
    var host = env.getOrDefault(OWN + "PUBLIC_HOST", "");
    if (!host.isBlank()) {
      return host.strip();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  private static List<String> networks(Map<String, String> env, String key) {
    var text = env.getOrDefault(key, "");
    return text.isBlank()
        ? List.of()
        : Stream.of(text.split(",", -1)).map(part -> network(key, part.strip())).toList();
  }

  /// Always with a prefix length: without any, Tomcat takes the text for a regular expression.
  private static String network(String key, String text) {
    return Networks.canonical(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                key + ": " + text + " (expected: addresses such as 127.0.0.1 or 10.0.0.0/8)"));
  }

  private static @Nullable Path path(Map<String, String> env, String key) {
    var text = env.getOrDefault(key, "");
    return text.isBlank() ? null : Path.of(text);
  }
}
