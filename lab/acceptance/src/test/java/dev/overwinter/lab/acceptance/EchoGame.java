package dev.overwinter.lab.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A game that sends everything back, on a real socket.
final class EchoGame implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  private final int publicPort = freePort();
  private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();

  EchoGame() throws IOException {
    players.execute(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        var player = listener.accept();
        players.execute(() -> play(player));
      }
    } catch (IOException closed) {
      players.shutdownNow();
    }
  }

  private static void play(Socket player) {
    try (player) {
      player.setTcpNoDelay(true);
      player.getInputStream().transferTo(player.getOutputStream());
    } catch (IOException _) {
      // The player has gone.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /// A free port for the proxy to listen on.
  int publicPort() {
    return publicPort;
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
