package dev.overwinter.proxy.frontdoor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/// Whether another process of this proxy may listen on the same ports at the same time. The kernel
/// then deals new connections out among them.
public enum PortSharing {
  /// No other process.
  NEVER,
  /// Later ones. Who has a port now is a stranger, and it is not taken from him by halves.
  WITH_SUCCESSORS,
  /// Earlier ones too.
  WITH_PREDECESSORS;

  /// Prepares a listener that is about to be bound.
  void prepare(PacketListener listener, InetSocketAddress address) throws IOException {
    switch (this) {
      case NEVER -> {}
      case WITH_SUCCESSORS -> {
        if (nobodyHas(address)) {
          listener.share();
        } // else binding fails, as it should
      }
      case WITH_PREDECESSORS -> listener.share();
    }
  }

  /// Binding without listening fails beside somebody who listens, shared or not.
  private static boolean nobodyHas(InetSocketAddress address) throws IOException {
    try (var probe = SocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(address);
      return true;
    } catch (java.net.BindException taken) {
      return false;
    }
  }
}
