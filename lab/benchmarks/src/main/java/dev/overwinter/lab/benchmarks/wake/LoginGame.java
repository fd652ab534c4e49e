package dev.overwinter.lab.benchmarks.wake;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A game of Minecraft's kind that is always ready: its first answer to a login is one byte, sent
/// as soon as the first bytes of the login have come.
final class LoginGame implements AutoCloseable {
  private final ServerSocket listener;

  private LoginGame(ServerSocket listener) {
    this.listener = listener;
  }

  static LoginGame start() throws IOException {
    var game = new LoginGame(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()));
    var _ = Thread.ofVirtual().name("game").start(game::accept);
    return game;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var player = listener.accept();
        var _ = Thread.ofVirtual().start(() -> answer(player));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void answer(Socket player) {
    try (player) {
      player.setTcpNoDelay(true);
      var in = player.getInputStream();
      if (in.read() >= 0) {
        player.getOutputStream().write(1);
        // Until the player leaves.
        var _ = in.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException _) {
      // The player has left.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
