<<<<<<< HEAD
=======
/// Rooms over HTTP and WebSocket, on real PostgreSQL and by the real rules.
>>>>>>> rooms-api
@NullMarked
package dev.overwinter.rooms.web;

import org.jspecify.annotations.NullMarked;
