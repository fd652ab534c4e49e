package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.frontdoor.UdpSocket;
import dev.overwinter.servers.Endpoint;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The line from one sender of datagrams to its game: a socket of its own, so that the game can
/// tell players apart. Confined to the event loop.
final class GameLine {
  /// Whether there is a line.
  enum Reached {
    YES,
    NO,
    /// Not before a name has been looked up.
    LATER
  }

  private final EventLoop loop;
  private final UdpSocket.Receiver receiver;
  private final Consumer<Reached> later;
  private @Nullable Endpoint end;
  private @Nullable UdpSocket socket;

  /// No line yet.
  ///
  /// @param later told on the event loop what became of [Reached#LATER], unless the line was closed
  ///   or led elsewhere meanwhile
  GameLine(EventLoop loop, UdpSocket.Receiver receiver, Consumer<Reached> later) {
    this.loop = loop;
    this.receiver = receiver;
    this.later = later;
  }

  /// Makes the line, unless it leads there already. A name is looked up by the system, which
  /// blocks, so elsewhere.
  Reached reach(Endpoint to) {
    if (socket != null && leadsTo(to)) {
      return Reached.YES;
    }
    close();
    end = to;
    try {
      return connect(InetAddress.ofLiteral(to.host()), to);
    } catch (IllegalArgumentException _) {
      var _ = Thread.ofVirtual().start(() -> lookUp(to));
      return Reached.LATER;
    }
  }

  private void lookUp(Endpoint to) {
    var found = new InetSocketAddress(to.host(), to.port()).getAddress();
    loop.execute(() -> {
      if (socket == null && leadsTo(to)) {
        later.accept(connect(found, to));
      }
    });
  }

  private Reached connect(@Nullable InetAddress address, Endpoint to) {
    try {
      if (address == null) {
        throw new IOException("unknown host: " + to.host());
      }
      socket = UdpSocket.connected(loop, new InetSocketAddress(address, to.port()), receiver);
      return Reached.YES;
    } catch (IOException _) {
      end = null;
      return Reached.NO;
    }
  }

  /// Whether that is where it leads, or will.
  boolean leadsTo(Endpoint to) {
    return to.equals(end);
  }

  /// Whether it can be sent to.
  boolean open() {
    return socket != null;
  }

  /// Sends, if there is a line.
  UdpSocket.Sent send(ByteBuffer datagram) {
    return socket == null ? UdpSocket.Sent.LOST : socket.send(datagram);
  }

  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    end = null;
  }
}
