/// What rooms cost on a whole platform, and what is left of them after every process was killed
/// again and again. Needs a built checkout: `./overwinter bench rooms`, `./overwinter bench
/// rooms-chaos --minutes 20`. People are those of [dev.overwinter.lab.benchmarks.rooms.play].
@NullMarked
package dev.overwinter.lab.benchmarks.rooms;

import org.jspecify.annotations.NullMarked;
