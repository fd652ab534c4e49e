package dev.overwinter.servers;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Hardening;
import dev.overwinter.catalogue.Install;
import dev.overwinter.catalogue.Resources;
import dev.overwinter.catalogue.StopRule;
import dev.overwinter.nodes.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Values that tests begin with.
public final class Servers {
  private Servers() {}

  /// A small Minecraft server that idles for 15 minutes. No backup is made by itself: the in-memory
  /// Temporal server fails a task that cancels an activity which ends at the same moment.
  public static ServerSpec lobby(String id) {
    return lobby(id, Duration.ZERO);
  }

  /// The same with a backup when it has slept, every six hours.
  public static ServerSpec kept(String id) {
    return lobby(id, Duration.ofHours(6));
  }

  private static ServerSpec lobby(String id, Duration backupEvery) {
    return new ServerSpec(
        id,
        "lobby",
        "admin",
        new GameTemplate(
            "lobby",
            "Lobby",
            "The demo server.",
            "overwinter/lobby:latest",
            GameProtocol.MINECRAFT_JAVA,
            25_565,
            "/data",
            Map.of("LOBBY_PORT", "25565"),
            new Resources(512L << 20, 1000, 256),
            new Hardening("1000:1000", true, false),
            new StopRule("stop", Duration.ofSeconds(30)),
            Duration.ofSeconds(60),
            false),
        "local",
        0,
        new Hibernation(true, Duration.ofMinutes(15), Duration.ofMinutes(2)),
        new Joining(Duration.ofMinutes(2), "waking, try again in %s s", List.of(), "asleep", false),
        Wish.ANYWHERE,
        backupEvery);
  }

  /// The same game with a step that fills its volumes.
  public static GameTemplate installed() {
    var game = lobby("s1").template();
    return new GameTemplate(
        game.id(),
        game.name(),
        game.description(),
        game.image(),
        game.ports(),
        game.volumes(),
        game.environment(),
        game.variables(),
        game.arguments(),
        game.resources(),
        game.hardening(),
        game.channels(),
        game.stop(),
        game.startTimeout(),
        game.idle(),
        game.answersAsleep(),
        game.proxyProtocol(),
        game.priceClass(),
        new Install("", List.of("/bin/fill"), Duration.ofMinutes(5)));
  }
}
