package dev.overwinter.servers.query;

import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.function.Predicate;

/// Datagrams to and from one game until a moment. The socket is connected: nobody else's are read,
/// and a port where nobody listens says so at once.
final class Datagrams implements AutoCloseable {
  // No answer that is asked for here is longer than one datagram that needs no fragments.
  private static final int MOST_BYTES = 2_048;
  // A datagram may be lost, or sent while the game was opening its port.
  private static final long AGAIN_NANOS = 250_000_000L;

  private final DatagramSocket socket = new DatagramSocket();
  private final long deadlineNanos;

  Datagrams(Endpoint at, int timeoutMillis) throws IOException {
    deadlineNanos = System.nanoTime() + timeoutMillis * 1_000_000L;
    try {
      socket.connect(new InetSocketAddress(at.host(), at.port()));
    } catch (IllegalArgumentException unresolved) {
      socket.close();
      throw new IOException("cannot be addressed: " + at, unresolved);
    }
  }

  /// Asks until an answer comes that is one; strays are dropped.
  ///
  /// @throws java.net.PortUnreachableException when nobody listens
  /// @throws SocketTimeoutException when no answer comes in time
  byte[] ask(byte[] question, Predicate<byte[]> answers) throws IOException {
    while (System.nanoTime() < deadlineNanos) {
      say(question);
      var again = Math.min(deadlineNanos, System.nanoTime() + AGAIN_NANOS);
      for (var left = again - System.nanoTime(); left > 0; left = again - System.nanoTime()) {
        var heard = hear(left);
        if (heard.length == 0) {
          break;
        }
        if (answers.test(heard)) {
          return heard;
        }
      }
    }
    throw new SocketTimeoutException("no answer in time");
  }

  /// Says something that nobody answers.
  void say(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  /// Empty when nothing came.
  private byte[] hear(long nanos) throws IOException {
    var packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
    socket.setSoTimeout(Math.toIntExact(Math.max(1, nanos / 1_000_000L)));
    try {
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    } catch (SocketTimeoutException nothing) {
      return new byte[0];
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
