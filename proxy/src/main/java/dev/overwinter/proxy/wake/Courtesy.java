package dev.overwinter.proxy.wake;

import io.netty.channel.Channel;
import java.time.Duration;

/// What a game's protocol allows to be said to somebody who waits. Called on the event loop of the
/// connection; one instance per connection.
public interface Courtesy {

  /// How long this client can be held when the server asks for `holdFor`.
  Duration patience(Duration holdFor);

  /// Shows that somebody is there; called every [HeldConnection#REASSURE_EVERY] of a hold.
  void reassure(Channel channel);

  /// Says why not, if the protocol can, and closes.
  void turnAway(Channel channel, String reason);

  /// Whether a client may end its own direction first and still wait for an answer.
  boolean mayEndFirst();
}
