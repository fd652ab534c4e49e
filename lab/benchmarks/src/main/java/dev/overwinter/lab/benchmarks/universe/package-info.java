/// What the universe's reads, orders, events and rest cost on a whole platform, and what is left of
/// it after every process was killed again and again. Needs a built checkout: `./overwinter bench
/// universe [part...]`, `./overwinter bench universe-chaos --minutes 20`.
@NullMarked
package dev.overwinter.lab.benchmarks.universe;

import org.jspecify.annotations.NullMarked;
