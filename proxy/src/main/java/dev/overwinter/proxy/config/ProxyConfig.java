package dev.overwinter.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything that a proxy process is told from outside; read once at its start.
///
/// @param id the name under which it claims servers; two running proxies must not share one, except
///   processes with a common `state`, which add a number to it
/// @param bind address of the public listeners
/// @param temporal where workflows are asked
/// @param feed where routes come from
/// @param metricsBind address of the metrics endpoint; strangers have no business there
/// @param metricsPort port of the metrics endpoint; 0 takes a free one
/// @param state directory that processes of this proxy have in common, so that one can take over
///   from another; empty: there is never more than one
/// @param drain how long sessions may go on after a request to stop
/// @param handOver how long they may go on when another process has taken over
/// @param eventLoops threads that move bytes
/// @param limits what strangers may use up
/// @param udp what strangers whose address may be forged can use up
/// @param bedrock what sleeping Bedrock servers say they are
public record ProxyConfig(
    String id,
    String bind,
    Temporal temporal,
    Feed feed,
    String metricsBind,
    int metricsPort,
    Optional<Path> state,
    Duration drain,
    Duration handOver,
    int eventLoops,
    GateLimits limits,
    UdpLimits udp,
    Bedrock bedrock) {

  /// The Temporal server.
  ///
  /// @param target host and port
  /// @param namespace the namespace
  public record Temporal(String target, String namespace) {}

  /// The version in the pongs of Bedrock servers that sleep: clients show another than their own as
  /// outdated.
  ///
  /// @param protocol its number
  /// @param version its name
  public record Bedrock(int protocol, String version) {}

  /// The source of routes.
  ///
  /// @param api base address of the api
  /// @param tokenFile the bearer token, read anew for every request; empty sends none
  /// @param snapshot where the last routes are kept for a start without the api; empty keeps none
  /// @param node whose servers it fronts; empty for all
  /// @param certificate PEM, the api's own certificate or that of a private authority, for an
  ///   `https` address that this machine's authorities do not vouch for; read again when it changes
  public record Feed(
      URI api,
      Optional<Path> tokenFile,
      Optional<Path> snapshot,
      String node,
      Optional<Path> certificate) {}

  /// Reads the environment.
  ///
  /// @throws IllegalArgumentException when a value is not understood, or a key with our prefix is
  ///   not known: a misspelt key must not silently leave a default in place
  public static ProxyConfig from(Map<String, String> env) {
    var keys = new Environment(env);
    var config =
        new ProxyConfig(
            keys.text("OVERWINTER_PROXY_ID", "local"),
            keys.text("OVERWINTER_PROXY_BIND", "0.0.0.0"),
            new Temporal(
                keys.text("OVERWINTER_TEMPORAL_TARGET", "127.0.0.1:7233"),
                keys.text("OVERWINTER_TEMPORAL_NAMESPACE", "default")),
            new Feed(
                keys.uri("OVERWINTER_PROXY_API_URL", "http://127.0.0.1:8080"),
                keys.path("OVERWINTER_PROXY_API_TOKEN_FILE"),
                keys.path("OVERWINTER_PROXY_SNAPSHOT"),
                keys.text("OVERWINTER_PROXY_NODE", ""),
                keys.path("OVERWINTER_PROXY_API_CERTIFICATE")),
            keys.text("OVERWINTER_PROXY_METRICS_BIND", "127.0.0.1"),
            keys.number("OVERWINTER_PROXY_METRICS_PORT", 9102, 0, 65_535),
            keys.path("OVERWINTER_PROXY_STATE"),
            keys.duration("OVERWINTER_PROXY_DRAIN", Duration.ofSeconds(30)),
            keys.duration("OVERWINTER_PROXY_HAND_OVER", Duration.ofHours(12)),
            keys.number("OVERWINTER_PROXY_EVENT_LOOPS", defaultLoops(), 1, 64),
            limits(keys),
            udp(keys),
            new Bedrock(
                keys.number("OVERWINTER_PROXY_BEDROCK_PROTOCOL", 800, 1, 1_000_000),
                keys.text("OVERWINTER_PROXY_BEDROCK_VERSION", "1.21.80")));
    keys.refuseUnknown("OVERWINTER_PROXY_");
    return config;
  }

  // More than two loops buy a home host nothing but memory.
  private static int defaultLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);
  }

  private static GateLimits limits(Environment keys) {
    var d = GateLimits.DEFAULTS;
    return new GateLimits(
        keys.number("OVERWINTER_PROXY_CONNECTS_PER_SECOND", d.connectsPerSecond(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_LOGINS_PER_SECOND", d.loginsPerSecond(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_WAITING_PER_ADDRESS", d.perAddress(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_WAITING_PER_PORT", d.perPort(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_WAITING", d.total(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_PLAYERS_PER_ADDRESS", d.playersPerAddress(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_PLAYERS", d.players(), 1, 1_000_000),
        keys.flag("OVERWINTER_PROXY_LIMIT_LOOPBACK", d.limitLoopback()));
  }

  private static UdpLimits udp(Environment keys) {
    var d = UdpLimits.DEFAULTS;
    return new UdpLimits(
        keys.number("OVERWINTER_PROXY_UDP_JOINS_PER_SECOND", d.joinsPerSecond(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_UDP_ANSWERS_PER_SECOND", d.answersPerSecond(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_UDP_ANSWERS_PER_PORT", d.answersPerPort(), 1, 1_000_000),
        keys.number("OVERWINTER_PROXY_UDP_ANSWERS", d.answers(), 1, 1_000_000),
        keys.duration("OVERWINTER_PROXY_UDP_IDLE", d.idle()),
        keys.duration("OVERWINTER_PROXY_UDP_UNANSWERED", d.unanswered()));
  }

  /// The effective values for the log, sorted by key. No value is a secret: the token is in a file.
  public Map<String, String> effective() {
    var values = new TreeMap<String, String>();
    values.put("OVERWINTER_PROXY_ID", id);
    values.put("OVERWINTER_PROXY_BIND", bind);
    values.put("OVERWINTER_TEMPORAL_TARGET", temporal.target());
    values.put("OVERWINTER_TEMPORAL_NAMESPACE", temporal.namespace());
    values.put("OVERWINTER_PROXY_API_URL", withoutPassword(feed.api()));
    values.put("OVERWINTER_PROXY_API_TOKEN_FILE", feed.tokenFile().map(Path::toString).orElse(""));
    values.put(
        "OVERWINTER_PROXY_API_CERTIFICATE", feed.certificate().map(Path::toString).orElse(""));
    values.put("OVERWINTER_PROXY_SNAPSHOT", feed.snapshot().map(Path::toString).orElse(""));
    values.put("OVERWINTER_PROXY_NODE", feed.node());
    values.put("OVERWINTER_PROXY_METRICS_BIND", metricsBind);
    values.put("OVERWINTER_PROXY_METRICS_PORT", String.valueOf(metricsPort));
    values.put("OVERWINTER_PROXY_STATE", state.map(Path::toString).orElse(""));
    values.put("OVERWINTER_PROXY_DRAIN", drain.toString());
    values.put("OVERWINTER_PROXY_HAND_OVER", handOver.toString());
    values.put("OVERWINTER_PROXY_EVENT_LOOPS", String.valueOf(eventLoops));
    values.put("OVERWINTER_PROXY_CONNECTS_PER_SECOND", String.valueOf(limits.connectsPerSecond()));
    values.put("OVERWINTER_PROXY_LOGINS_PER_SECOND", String.valueOf(limits.loginsPerSecond()));
    values.put("OVERWINTER_PROXY_WAITING_PER_ADDRESS", String.valueOf(limits.perAddress()));
    values.put("OVERWINTER_PROXY_WAITING_PER_PORT", String.valueOf(limits.perPort()));
    values.put("OVERWINTER_PROXY_WAITING", String.valueOf(limits.total()));
    values.put("OVERWINTER_PROXY_PLAYERS_PER_ADDRESS", String.valueOf(limits.playersPerAddress()));
    values.put("OVERWINTER_PROXY_PLAYERS", String.valueOf(limits.players()));
    values.put("OVERWINTER_PROXY_LIMIT_LOOPBACK", String.valueOf(limits.limitLoopback()));
    values.put("OVERWINTER_PROXY_UDP_JOINS_PER_SECOND", String.valueOf(udp.joinsPerSecond()));
    values.put("OVERWINTER_PROXY_UDP_ANSWERS_PER_SECOND", String.valueOf(udp.answersPerSecond()));
    values.put("OVERWINTER_PROXY_UDP_ANSWERS_PER_PORT", String.valueOf(udp.answersPerPort()));
    values.put("OVERWINTER_PROXY_UDP_ANSWERS", String.valueOf(udp.answers()));
    values.put("OVERWINTER_PROXY_UDP_IDLE", udp.idle().toString());
    values.put("OVERWINTER_PROXY_UDP_UNANSWERED", udp.unanswered().toString());
    values.put("OVERWINTER_PROXY_BEDROCK_PROTOCOL", String.valueOf(bedrock.protocol()));
    values.put("OVERWINTER_PROXY_BEDROCK_VERSION", bedrock.version());
    return values;
  }

  private static String withoutPassword(URI uri) {
    var user = uri.getRawUserInfo();
    return user == null ? uri.toString() : uri.toString().replace(user, "(redacted)");
  }
}
