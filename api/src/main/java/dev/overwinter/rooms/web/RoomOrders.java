package dev.overwinter.rooms.web;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomOrder;

/// Orders to rooms. Each bears a request id: one that comes again is answered as the first time and
/// changes nothing, so when nobody answers in time the caller gets a [dev.overwinter.api.Problem]
/// 503 and may safely ask again.
interface RoomOrders {

  /// Has it done, or hears why not.
  RoomAnswer order(RoomOrder order);
}
