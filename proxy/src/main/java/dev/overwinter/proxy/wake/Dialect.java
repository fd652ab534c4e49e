package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.route.Doorway;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// How a game speaks in datagrams: which of them is somebody who wants to play, which only asks,
/// and what can be answered for a game that is not there. Datagrams come from anybody and may hold
/// anything. Methods move neither position nor limit of what they are given, throw nothing, and are
/// called on event loops.
public interface Dialect {
  /// What a datagram of an unknown sender is.
  enum Word {
    /// Somebody wants to play: wakes.
    JOIN,
    /// Somebody wants to know: wakes nothing and is nobody's session.
    QUESTION,
    /// Nothing that begins anything.
    NOISE
  }

  /// What was written as an answer.
  enum Answer {
    /// Nothing.
    NONE,
    /// Something no longer than the question, for anybody.
    SHORT,
    /// Something for an address that has shown that it receives what is sent to it.
    VERIFIED,
    /// Something longer than the question for an address that may be forged, because the protocol
    /// leaves no other way; it is rationed.
    LONG
  }

  /// Judges a datagram.
  Word hear(ByteBuffer datagram, Doorway way);

  /// Whether a game answers this without regard to who plays: a sender who was let in may repeat it
  /// at will, and earn with each what its address did not ask for.
  default boolean sessionless(ByteBuffer datagram) {
    return false;
  }

  /// Learns from what an awake game answers to a question, for the time when it sleeps.
  default void overhear(ByteBuffer answer, Doorway way) {}

  /// Answers a question in place of a game that is not awake, into `answer`.
  Answer answer(ByteBuffer question, InetSocketAddress from, Doorway way, ByteBuffer answer);
}
