/// People in rooms as their pages are: they order by HTTP or by their socket, repeat with the same
/// key what got no answer, come back after any break and know the room by sequence number. Shared
/// by benchmarks and acceptance tests, so that what is measured is what is proved.
@NullMarked
package dev.overwinter.lab.benchmarks.rooms.play;

import org.jspecify.annotations.NullMarked;
