/// Bytes from a player to a game and back, as fast as the slower side takes them, with each
/// direction ended on its own.
@NullMarked
package dev.overwinter.proxy.relay;

import org.jspecify.annotations.NullMarked;
