/// Games that the proxy does not understand: what their template declares to be a join counts as a
/// player.
@NullMarked
package dev.overwinter.proxy.raw;

import org.jspecify.annotations.NullMarked;
