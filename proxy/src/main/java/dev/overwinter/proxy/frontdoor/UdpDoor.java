package dev.overwinter.proxy.frontdoor;

import io.netty.channel.EventLoop;

/// Receives the datagrams of one public port. Confined to the event loop of its socket.
public interface UdpDoor extends UdpSocket.Receiver {
  /// Whether nobody waits or plays here.
  boolean deserted();

  /// The port is closed: nothing can be sent any more.
  void closed();

  /// Makes the door of a port that has just been opened.
  interface Builder {
    /// A door that answers through `socket`.
    UdpDoor build(int port, UdpSocket socket, EventLoop loop);
  }
}
