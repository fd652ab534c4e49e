/// Whether the audit of rooms finds what it is there to find.
@NullMarked
package dev.overwinter.lab.benchmarks.rooms;

import org.jspecify.annotations.NullMarked;
