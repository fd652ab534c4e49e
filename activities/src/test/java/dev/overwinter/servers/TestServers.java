package dev.overwinter.servers;

import dev.overwinter.catalogue.GamePort;
import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Hardening;
import dev.overwinter.catalogue.Resources;
import dev.overwinter.catalogue.StopRule;
import dev.overwinter.nodes.NodeStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Servers to test with.
public final class TestServers {
  /// When everything in these tests began.
  public static final Instant BEGIN = Instant.parse("2026-11-21T04:00:00Z");

  private TestServers() {}

  /// A small game.
  public static GameTemplate template() {
    return new GameTemplate(
        "lobby",
        "Lobby",
        "A place to meet.",
        "overwinter/lobby:test",
        GameProtocol.MINECRAFT_JAVA,
        25_565,
        "/data",
        Map.of("MOTD", "hello"),
        new Resources(256L << 20, 1_000, 200),
        new Hardening("1000:1000", true, false),
        new StopRule("stop", Duration.ofSeconds(10)),
        Duration.ofSeconds(60),
        false);
  }

  /// The same game with other ports.
  public static GameTemplate template(List<GamePort> ports) {
    var usual = template();
    return new GameTemplate(
        usual.id(),
        usual.name(),
        usual.description(),
        usual.image(),
        ports,
        usual.volumes(),
        usual.environment(),
        usual.variables(),
        usual.arguments(),
        usual.resources(),
        usual.hardening(),
        usual.channels(),
        usual.stop(),
        usual.startTimeout(),
        usual.idle(),
        usual.answersAsleep(),
        usual.proxyProtocol(),
        usual.priceClass(),
        null);
  }

  /// A server that asks for no port in particular.
  public static ServerSpec spec(String id) {
    return spec(id, 0);
  }

  /// A server that asks for a port.
  public static ServerSpec spec(String id, int port) {
    return spec(id, port, template());
  }

  /// A server of another game.
  public static ServerSpec spec(String id, int port, GameTemplate game) {
    return new ServerSpec(
        id,
        "Server " + id,
        "admin",
        game,
        "local",
        port,
        new Hibernation(true, Duration.ofMinutes(15), Duration.ofMinutes(2)),
        new Joining(
            Duration.ofSeconds(25), "waking, try again in %s s", List.of(), "asleep", false));
  }

  /// What a server's workflow would record.
  public static ServerView view(String id, long version, ServerState state) {
    return new ServerView(
        spec(id),
        version,
        state,
        new Allocation(20_000, "10.213.0.8/29"),
        Occupancy.none(BEGIN),
        null,
        Duration.ofMillis(1_234),
        "admin via api",
        BEGIN,
        Crashes.NONE,
        NodeStanding.SERVING,
        Kept.NOTHING,
        List.of());
  }
}
