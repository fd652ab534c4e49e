/// What Overwinter adds to the time that a game itself needs to start.
@NullMarked
package dev.overwinter.lab.benchmarks.wake;

import org.jspecify.annotations.NullMarked;
