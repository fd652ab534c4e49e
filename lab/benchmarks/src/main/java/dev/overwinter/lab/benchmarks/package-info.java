/// Prints the figures of the platform: `./overwinter bench`.
@NullMarked
package dev.overwinter.lab.benchmarks;

import org.jspecify.annotations.NullMarked;
