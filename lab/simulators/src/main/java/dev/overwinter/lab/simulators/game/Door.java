package dev.overwinter.lab.simulators.game;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The port that players join: it greets with `overwinter-game <droplet id>` and gives every line
/// back. A player is an open connection. Each has a virtual thread.
final class Door implements AutoCloseable {
  private static final int LONGEST_LINE = 4_096;

  private final ServerSocket socket;
  private final long droplet;
  private final Set<Socket> players = ConcurrentHashMap.newKeySet();

  /// Opens the port.
  ///
  /// @param port 0 takes any free one
  Door(InetAddress address, int port, long droplet) throws IOException {
    this.socket = new ServerSocket(port, 64, address);
    this.droplet = droplet;
    Thread.ofVirtual().name("door-" + droplet).start(this::open);
  }

  int port() {
    return socket.getLocalPort();
  }

  int players() {
    return players.size();
  }

  private void open() {
    while (!socket.isClosed()) {
      try {
        var player = socket.accept();
        players.add(player);
        Thread.ofVirtual().start(() -> serve(player));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket player) {
    try (player) {
      var in =
          new BufferedReader(
              new InputStreamReader(player.getInputStream(), StandardCharsets.UTF_8), LONGEST_LINE);
      say(player, "overwinter-game " + droplet);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(player, line);
      }
    } catch (IOException gone) {
      players.remove(player);
    } finally {
      players.remove(player);
    }
  }

  private static void say(Socket player, String line) throws IOException {
    player.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    player.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (var player : players) {
      player.close();
    }
  }
}
