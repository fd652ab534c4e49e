/// The universe over HTTP and WebSocket: the paths of the older system as its clients know them
/// (`Older…`, served by [OlderUniverseFilter] before everything that only knows our own API), and
/// our own API below `/api/universe`. Everything is read from the worker's tables and settled in
/// memory with the rules that the worker settles with, so what is shown is right while workers are
/// down; commands go to workflows ([UniverseOrders]) and are answered by what became of them.
///
/// | who asks | is told by |
/// |---|---|
/// | what there is | `…Reads`: SQL and rules, no state |
/// | an order | [UniverseOrders], then the outcome as 2xx or 4xx |
/// | whoever stays | [Sockets]: events by cursor, resources as they grow |
/// | an open page | [WorldStream]: that something has happened; it reads again |
@NullMarked
package dev.overwinter.universe.web;

import org.jspecify.annotations.NullMarked;
