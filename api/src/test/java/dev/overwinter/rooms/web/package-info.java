/// Rooms over HTTP and WebSocket, on real PostgreSQL and by the real rules.
@NullMarked
package dev.overwinter.rooms.web;

import org.jspecify.annotations.NullMarked;
