/// What the packet path moves, against HAProxy in the same run.
@NullMarked
package dev.overwinter.lab.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
