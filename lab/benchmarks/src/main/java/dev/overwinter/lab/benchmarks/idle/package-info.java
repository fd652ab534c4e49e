/// What sleeping servers cost while nothing happens.
@NullMarked
package dev.overwinter.lab.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
