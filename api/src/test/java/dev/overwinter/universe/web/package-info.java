/// The universe's paths over HTTP and WebSocket, on real PostgreSQL.
@NullMarked
package dev.overwinter.universe.web;

import org.jspecify.annotations.NullMarked;
