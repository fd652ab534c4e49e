package dev.overwinter.lab.launcher;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;

/// The address by which other machines of this network reach this one.
final class HostAddress {

  // Reserved for documentation (RFC 5737): choosing the route to it sends nothing.
  private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("192.0.2.1", 9);

  private HostAddress() {}

  /// Returns it, or `localhost` on a machine without a network.
  static String find() {
    try (var socket = new DatagramSocket()) {
      socket.connect(SOMEWHERE);
      var address = socket.getLocalAddress();
      return address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
    } catch (SocketException | UncheckedIOException e) {
      return "localhost";
    }
  }
}
