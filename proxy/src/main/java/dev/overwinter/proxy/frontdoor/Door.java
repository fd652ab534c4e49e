package dev.overwinter.proxy.frontdoor;

import io.netty.channel.Channel;

/// How one game protocol receives a connection. There is one door per protocol over TCP.
public interface Door {
  /// Fills the pipeline of a connection that has just been accepted and is not registered yet.
  void receive(Channel channel, Guest guest);
}
