/// What a proxy process occupies.
@NullMarked
package dev.overwinter.lab.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
