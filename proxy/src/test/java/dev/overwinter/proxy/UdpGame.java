package dev.overwinter.proxy;

import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// A game on a real UDP socket; what it answers is up to the test.
public final class UdpGame implements AutoCloseable {
  /// Sends everything back.
  public static final Function<byte[], Optional<byte[]>> ECHO = Optional::of;

  /// Never says a word.
  public static final Function<byte[], Optional<byte[]>> SILENCE = _ -> Optional.empty();

  private final DatagramSocket socket;
  private final Function<byte[], Optional<byte[]>> answer;
  private final Set<SocketAddress> senders = ConcurrentHashMap.newKeySet();
  private final AtomicLong received = new AtomicLong();

  /// Plays on a free loopback port.
  public UdpGame(Function<byte[], Optional<byte[]>> answer) throws IOException {
    this(0, answer);
  }

  /// Plays on a given loopback port.
  public UdpGame(int port, Function<byte[], Optional<byte[]>> answer) throws IOException {
    this.answer = answer;
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofPlatform().daemon().start(this::play);
  }

  private void play() {
    var packet = new DatagramPacket(new byte[65_536], 65_536);
    try {
      while (true) {
        packet.setLength(65_536);
        socket.receive(packet);
        received.incrementAndGet();
        senders.add(packet.getSocketAddress());
        var said = answer.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
        if (said.isPresent()) {
          var bytes = said.get();
          socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException _) {
      // Closed: the game is over.
    }
  }

  /// Where it is.
  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", socket.getLocalPort());
  }

  /// Who has spoken to it so far.
  public int senders() {
    return senders.size();
  }

  /// How many datagrams it has received.
  public long received() {
    return received.get();
  }

  /// A loopback port where neither a datagram is received nor anybody listens.
  public static int freePort() {
    return FakeGame.freePort();
  }

  @Override
  public void close() {
    socket.close();
  }
}
