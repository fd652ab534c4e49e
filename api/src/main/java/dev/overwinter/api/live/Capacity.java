package dev.overwinter.api.live;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// How many connections and sockets the memory of this process bears. More are refused with a
/// reason, so that those that are there are not lost with the whole process.
@Component
public final class Capacity {
  /// A stream of server-sent events keeps its request, the thread that serves it, and the buffers
  /// of both.
  static final int SOCKETS_OF_A_STREAM = 3;

  private static final long MEBIBYTE = 1024L * 1024;

  /// What the process keeps when nobody listens.
  private static final long OF_ITS_OWN = 80 * MEBIBYTE;

  /// Of a socket, with what is on its way to it and its part of what it listens to. `bench rooms`
  /// shows what it really is: 24 KiB of what is kept when 8,000 of them are quiet.
  private static final long OF_A_SOCKET = 28 * 1024;

  /// However little there is, somebody can listen.
  private static final int LEAST = 256;

  private final int connections;
  private final int sockets;

  /// @param connections that the web server takes at most
  @Autowired
  Capacity(@Value("${server.tomcat.max-connections}") int connections) {
    this(connections, Runtime.getRuntime().maxMemory());
  }

  Capacity(int connections, long heap) {
    // The third part of a heap is for what comes and goes.
    var borne = Math.max(LEAST, (heap / 3 * 2 - OF_ITS_OWN) / OF_A_SOCKET);
    this.sockets = (int) Math.min(borne, connections / 5 * 4L) / 4 * 4;
    this.connections = sockets / 4 * 5;
  }

  /// Connections at once; those that wait to be taken are not among them.
  public int connections() {
    return connections;
  }

  /// Sockets at once: four fifths of the connections. The rest is for everything else.
  public int sockets() {
    return sockets;
  }
}
