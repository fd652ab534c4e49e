/// How long the platform takes to come up.
@NullMarked
package dev.overwinter.lab.benchmarks.start;

import org.jspecify.annotations.NullMarked;
