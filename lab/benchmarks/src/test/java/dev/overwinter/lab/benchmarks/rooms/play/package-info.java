/// Whether a client notices what it missed.
@NullMarked
package dev.overwinter.lab.benchmarks.rooms.play;

import org.jspecify.annotations.NullMarked;
