/// Seats on a real disk.
@NullMarked
package dev.overwinter.proxy.seat;

import org.jspecify.annotations.NullMarked;
