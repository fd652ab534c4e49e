package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The TCP ports of one installation.
///
/// @param simulator of DigitalOcean
/// @param lobby where players find the demo server
public record Ports(
    int api,
    int temporal,
    int temporalUi,
    int postgres,
    int workerMetrics,
    int proxyMetrics,
    int simulator,
    int lobby) {

  /// What environments call them.
  static final Set<String> KEYS =
      Set.of(
          "OVERWINTER_API_PORT",
          "OVERWINTER_TEMPORAL_PORT",
          "OVERWINTER_TEMPORAL_UI_PORT",
          "OVERWINTER_POSTGRES_PORT",
          "OVERWINTER_WORKER_METRICS_PORT",
          "OVERWINTER_PROXY_METRICS_PORT",
          "OVERWINTER_SIMULATOR_PORT",
          "OVERWINTER_LOBBY_PORT");

  /// Returns the ports of DESIGN.md §2.12, each overridden by its `OVERWINTER_…` key if that is
  /// set.
  public static Ports from(Map<String, String> environment) {
    return new Ports(
        port(environment, "OVERWINTER_API_PORT", 8080),
        port(environment, "OVERWINTER_TEMPORAL_PORT", 7233),
        port(environment, "OVERWINTER_TEMPORAL_UI_PORT", 8233),
        port(environment, "OVERWINTER_POSTGRES_PORT", 15432),
        port(environment, "OVERWINTER_WORKER_METRICS_PORT", 9101),
        port(environment, "OVERWINTER_PROXY_METRICS_PORT", 9102),
        port(environment, "OVERWINTER_SIMULATOR_PORT", 8090),
        port(environment, "OVERWINTER_LOBBY_PORT", 25565));
  }

  /// Returns ports that nobody uses now, for an installation beside others. They lie below those
  /// that the system gives to whoever connects: one of these could be somebody's for a moment while
  /// a process of ours is started again.
  public static Ports unused() {
    var held = new ArrayList<ServerSocket>();
    try {
      while (held.size() < KEYS.size()) {
        hold(ThreadLocalRandom.current().nextInt(10_000, 25_000)).ifPresent(held::add);
      }
      var p = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
      return new Ports(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]);
    } finally {
      held.forEach(Ports::release);
    }
  }

  private static Optional<ServerSocket> hold(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (BindException _) {
      return Optional.empty(); // somebody's
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(Map<String, String> environment, String key, int otherwise) {
    var value = environment.getOrDefault(key, "");
    try {
      var port = value.isBlank() ? otherwise : Integer.parseInt(value.strip());
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new StartFailed(key + ": " + value + " (expected: a number)");
    }
    throw new StartFailed(key + ": " + value + " (expected: 1 to 65535)");
  }
}
