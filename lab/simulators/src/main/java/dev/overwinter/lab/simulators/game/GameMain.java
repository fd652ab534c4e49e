package dev.overwinter.lab.simulators.game;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One game in a process of its own, as it runs in a container. Needs the JDK and nothing else.
///
/// Environment: `DROPLET_ID`, `DROPLET_IP`, `GAME_PORT`, `USER_DATA`, and `CERTIFICATE` where the
/// platform's is a file. Exit codes: 1 the port is taken, 2 an order that cannot be understood.
public final class GameMain {

  private GameMain() {}

  /// Runs until it is killed.
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    var data = UserData.parse(environment.getOrDefault("USER_DATA", ""));
    if (data.isEmpty()) {
      System.err.println("USER_DATA (expected: lines OVERWINTER_URL=… and OVERWINTER_KEY=…)");
      System.exit(2);
      return;
    }
    var who =
        new Who(
            Long.parseLong(environment.getOrDefault("DROPLET_ID", "0")),
            environment.getOrDefault("DROPLET_IP", "127.0.0.1"));
    int port = Integer.parseInt(environment.getOrDefault("GAME_PORT", "7777"));
    try (var door = new Door(InetAddress.getByName(who.address()), port, who.droplet());
        var sender =
            new Sender(Optional.ofNullable(environment.get("CERTIFICATE")).map(Path::of))) {
      System.out.println("Ready on " + who.address() + ":" + port);
      var clock = Clock.systemUTC();
      new Game(data.get(), who, sender, Mishaps.NONE, clock, () -> true, door::players)
          .run(Duration.ZERO);
    } catch (IOException taken) {
      System.err.println(who.address() + ":" + port + ": " + taken.getMessage());
      System.exit(1);
    }
  }
}
