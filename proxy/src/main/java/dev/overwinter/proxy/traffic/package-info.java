/// What passes: sessions, bytes and the numbers that operators see. Labels are bounded: never a
/// player, an address or a server.
@NullMarked
package dev.overwinter.proxy.traffic;

import org.jspecify.annotations.NullMarked;
