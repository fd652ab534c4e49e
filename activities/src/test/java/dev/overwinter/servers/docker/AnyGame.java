package dev.overwinter.servers.docker;

import dev.overwinter.catalogue.Channels;
import dev.overwinter.catalogue.GamePort;
import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.GameVolume;
import dev.overwinter.catalogue.Hardening;
import dev.overwinter.catalogue.IdleRule;
import dev.overwinter.catalogue.Install;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.catalogue.Resources;
import dev.overwinter.catalogue.StopRule;
import dev.overwinter.servers.ContainerOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Orders for games that are more than one port and one volume.
final class AnyGame {
  private static final List<GamePort> TCP =
      List.of(new GamePort("game", GameProtocol.MINECRAFT_JAVA, 25_565, false, JoinRule.ANYTHING));
  private static final List<GameVolume> WORLD = List.of(new GameVolume("world", "/data"));
  private static final Channels ASKED = channels(Channels.ReadinessKind.PROTOCOL, "game", "");

  private AnyGame() {}

  static Channels channels(Channels.ReadinessKind kind, String port, String pattern) {
    return new Channels(
        new Channels.Readiness(kind, port, pattern),
        new Channels.Query(Channels.QueryKind.PROTOCOL, "game"),
        Channels.Command.STDIN);
  }

  /// Has an install step that takes so long and ends so.
  static ContainerOrder installing(
      String id, String image, String subnet, int exitCode, long millis) {
    var install =
        new Install(
            "",
            List.of(
                "/jre/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "/game",
                "dev.overwinter.servers.testgame.TestGame",
                "install"),
            Duration.ofSeconds(millis > 30_000 ? 40 : 20));
    var environment = Map.of("INSTALL_EXIT", "" + exitCode, "INSTALL_MILLIS", "" + millis);
    return order(id, image, subnet, TCP, WORLD, environment, List.of(), ASKED, install);
  }

  /// Takes commands by RCON on a port that only its node reaches.
  static ContainerOrder commanded(String id, String image, String subnet, String sealedPassword) {
    var ports =
        List.of(
            TCP.getFirst(),
            new GamePort("rcon", GameProtocol.RAW_TCP, 27_015, false, JoinRule.ANYTHING, true));
    var channels =
        new Channels(
            ASKED.readiness(),
            ASKED.query(),
            Channels.Command.RCON,
            new Channels.Rcon("rcon", "RCON_SECRET"));
    var environment = Map.of("RCON_PORT", "{{port.rcon}}", "RCON_SECRET", sealedPassword);
    return order(id, image, subnet, ports, WORLD, environment, List.of(), channels, null);
  }

  /// Takes no commands.
  static ContainerOrder deaf(String id, String image, String subnet) {
    var channels = new Channels(ASKED.readiness(), ASKED.query(), Channels.Command.NONE);
    return order(id, image, subnet, TCP, WORLD, Map.of(), List.of(), channels, null);
  }

  /// With a command line and an environment.
  static ContainerOrder told(
      String id, String image, String subnet, Map<String, String> environment, List<String> line) {
    return order(id, image, subnet, TCP, WORLD, environment, line, ASKED, null);
  }

  /// Speaks only datagrams, on the number that players use, and is ready when it says so.
  static ContainerOrder datagrams(String id, String image, String subnet, Channels channels) {
    var ports =
        List.of(
            new GamePort("game", GameProtocol.BEDROCK, 19_132, true, JoinRule.ANYTHING),
            new GamePort("raw", GameProtocol.RAW_UDP, 19_133, false, JoinRule.ANYTHING));
    var volumes = List.of(new GameVolume("world", "/data"), new GameVolume("deep", "/extra/deep"));
    var environment = Map.of("PONGS_AT", "{{port.game}}", "ONLY_DATAGRAMS", "1");
    return order(id, image, subnet, ports, volumes, environment, List.of(), channels, null);
  }

  /// Two volumes, in one of a server's places.
  static ContainerOrder twoVolumes(String id, String image, String subnet, int generation) {
    var first = datagrams(id, image, subnet, ASKED);
    return new ContainerOrder(id, first.template(), subnet, false, first.publicPort(), generation);
  }

  private static ContainerOrder order(
      String id,
      String image,
      String subnet,
      List<GamePort> ports,
      List<GameVolume> volumes,
      Map<String, String> environment,
      List<String> arguments,
      Channels channels,
      @Nullable Install install) {
    var template =
        new GameTemplate(
            "any",
            "Any",
            "A game.",
            image,
            ports,
            volumes,
            environment,
            List.of(),
            arguments,
            new Resources(128L << 20, 1_000, 100),
            new Hardening("1000:1000", true, false),
            channels,
            new StopRule("stop", Duration.ofSeconds(10), "leaving for good"),
            Duration.ofSeconds(30),
            IdleRule.USUAL,
            true,
            false,
            "standard",
            install);
    return new ContainerOrder(id, template, subnet, false, 20_500);
  }
}
