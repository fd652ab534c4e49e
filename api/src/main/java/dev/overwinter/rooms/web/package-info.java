/// Rooms over HTTP, WebSocket and server-sent events: our own API below `/api/rooms`, and the older
/// forms (`Older…`, served by a filter before everything that only knows our own). Everything is
/// read from the worker's tables; a room leaves this process only as a
/// [dev.overwinter.rooms.RoomView] made for who asks. Commands go to the room's workflow
/// ([RoomOrders]) and are answered by what became of them.
///
/// | who asks | is told by |
/// |---|---|
/// | who somebody is | [RoomCallers]: a token, never an id of a path |
/// | what a room is | [RoomReads] |
/// | a command | [RoomDesk], which holds it to rates and knows whose it is |
/// | whoever stays | [RoomHub]: events by sequence number, once a room and process |
@NullMarked
package dev.overwinter.rooms.web;

import org.jspecify.annotations.NullMarked;
