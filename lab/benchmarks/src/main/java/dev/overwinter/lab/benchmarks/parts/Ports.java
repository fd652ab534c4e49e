package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// Loopback ports.
public final class Ports {
  // Below the range that the system itself gives to outgoing connections.
  private static final int FIRST = 21_000;
  private static final int LAST = 32_700;
  private static int next = FIRST;

  private Ports() {}

  /// A port that nobody uses now and that was not given out before.
  public static synchronized int free() {
    while (next <= LAST) {
      var port = next++;
      if (canBind(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port in " + FIRST + "-" + LAST);
  }

  /// Many of them.
  public static List<Integer> free(int count) {
    var ports = new ArrayList<Integer>(count);
    for (var i = 0; i < count; i++) {
      ports.add(free());
    }
    return ports;
  }

  /// Whether somebody accepts connections there.
  public static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean canBind(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
