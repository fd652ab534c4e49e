package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import org.jspecify.annotations.Nullable;

/// Somebody who stays in a room and is told what happens: a socket or a stream.
interface RoomEar {

  /// Who listens.
  MemberId member();

  /// The login by which they do; null for a guest.
  @Nullable String login();

  /// Is told; must not wait.
  void tell(RoomFrame frame);

  /// Is told no more.
  ///
  /// @param policy whether they may not any more; else the process stops
  void end(boolean policy, String why);
}
