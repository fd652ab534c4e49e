package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;

/// Somebody who stays in a room and is told what happens: a socket or a stream.
interface RoomEar {

  /// Who listens.
  MemberId member();

  /// Who has proved to be that member. Another who is it later is somebody else.
  RoomCaller who();

  /// Is told; must not wait.
  void tell(RoomFrame frame);

  /// Is told no more.
  ///
  /// @param policy whether they may not any more; else the process stops
  void end(boolean policy, String why);
}
