package dev.overwinter.proxy.raw;

import io.netty.buffer.ByteBuf;

/// Tells a player from a stranger by the first bytes of a connection.
public interface Opening {
  /// What the bytes so far are.
  enum Verdict {
    /// Somebody who wants to play.
    JOIN,
    /// The beginning of something.
    MORE,
    /// Nobody who wants to play here.
    JUNK
  }

  /// Judges all bytes so far, between the reader and the writer index, which it does not move.
  Verdict judge(ByteBuf received);
}
