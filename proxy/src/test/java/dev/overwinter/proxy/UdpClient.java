package dev.overwinter.proxy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A player, or somebody else, with a real UDP socket.
public final class UdpClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DatagramSocket socket;
  private final InetSocketAddress proxy;

  /// Speaks to a public port of a test's proxy.
  public UdpClient(int port) throws IOException {
    this(port, InetAddress.getLoopbackAddress());
  }

  /// The same from an address of the test's choice.
  public UdpClient(int port, InetAddress from) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(from, 0));
    proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Sends bytes. A kernel that remembers as many conversations as it may (a flood's, say) refuses
  /// some of the new ones for a moment.
  public UdpClient send(byte[] bytes) throws IOException {
    var packet = new DatagramPacket(bytes, bytes.length, proxy);
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        socket.send(packet);
        return this;
      } catch (SocketException e) {
        if (!isRefusedByKernel(e) || System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  /// Whether the kernel's connection tracking had no place for a datagram's conversation (EPERM,
  /// and "nf_conntrack: table full, dropping packet" in its log). Only where something, such as a
  /// Docker engine, makes it track conversations at all.
  static boolean isRefusedByKernel(SocketException failure) {
    return "Operation not permitted".equals(failure.getMessage());
  }

  /// Sends text.
  public UdpClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The next datagram, if one comes within `time`.
  public Optional<byte[]> receive(Duration time) throws IOException {
    var packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    try {
      socket.receive(packet);
      return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (SocketTimeoutException _) {
      return Optional.empty();
    }
  }

  /// The next datagram; it must come soon.
  public byte[] receive() throws IOException {
    return receive(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
  }

  /// The next datagram as text.
  public String text() throws IOException {
    return new String(receive(), StandardCharsets.UTF_8);
  }

  /// Whether nothing comes for a while.
  public boolean hearsNothing() throws IOException {
    return receive(Duration.ofMillis(400)).isEmpty();
  }

  @Override
  public void close() {
    socket.close();
  }
}
