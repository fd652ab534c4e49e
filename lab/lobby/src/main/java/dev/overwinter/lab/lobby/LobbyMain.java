package dev.overwinter.lab.lobby;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the lobby.
///
/// Console lines on standard input: `stop`, `save`, `list`; end of input is not a stop, since a
/// container without `-i` has none. Exit codes: 0 stopped (also by SIGTERM), 1 cannot serve (the
/// port is taken, the save is unreadable), 2 wrong configuration.
public final class LobbyMain {

  private LobbyMain() {}

  /// Runs until stopped.
  public static void main(String[] args) {
    LobbyConfig config = configOrExit();
    minestomFlags(config);
    Logger log = LoggerFactory.getLogger(LobbyMain.class);
    log.info("Configuration: {}", config);
    try {
      var server = new LobbyServer(config, Clock.systemUTC());
      int port = server.start();
      // halt, not exit: a JVM ended by SIGTERM would report 143, and a clean stop is 0.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(server), "lobby-stop"));
      log.info("Ready on port {} after {} ms", port, sinceJvmStart().toMillis());
      readConsole(server, log);
    } catch (IOException | RuntimeException cannotServe) {
      log.error("Cannot serve: {}", cannotServe.getMessage(), cannotServe);
      Runtime.getRuntime().halt(1);
    }
  }

  private static LobbyConfig configOrExit() {
    try {
      return LobbyConfig.from(System.getenv());
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      throw wrong;
    }
  }

  /// Minestom reads these once, when its classes load, so they come before its first use.
  private static void minestomFlags(LobbyConfig config) {
    String distance = Integer.toString(config.viewDistance());
    System.setProperty("minestom.chunk-view-distance", distance);
    System.setProperty("minestom.entity-view-distance", distance);
    // The proxy holds long waits in the configuration state and sends the client back by a
    // transfer.
    System.setProperty("minestom.accept-transfers", "true");
    System.setProperty("minestom.shutdown-on-signal", "false");
    System.setProperty("minestom.keep-alive-kick", "30000");
    // minestom.new-socket-write-lock stays off: its writer can miss a wake-up and leave a login
    // unanswered (1 in 450 on loopback); the default writer looks every 25 ms.
  }

  private static void readConsole(LobbyServer server, Logger log) throws IOException {
    var console = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = console.readLine(); line != null; line = console.readLine()) {
      switch (line.strip()) {
        case "stop" -> {
          server.stop("console");
          System.exit(0);
        }
        case "save" -> server.save();
        case "list" -> log.info("{} online", LobbyServer.online());
        case "" -> {}
        case String unknown -> log.warn("Unknown command {} (expected: stop, save, list)", unknown);
      }
    }
  }

  private static void stopAndHalt(LobbyServer server) {
    server.stop("signal");
    Runtime.getRuntime().halt(0);
  }

  private static Duration sinceJvmStart() {
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    return Duration.between(Instant.ofEpochMilli(started), Instant.now());
  }
}
