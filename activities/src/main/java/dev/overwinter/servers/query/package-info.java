/// Asks a running game, in its own protocol, whether it is ready and how many play.
///
/// Only ever pointed at the address of one of our own containers (contract S-06). Nothing here is
/// ever taken for "nobody plays" because it failed (contract L-08).
@NullMarked
package dev.overwinter.servers.query;

import org.jspecify.annotations.NullMarked;
