/// What makes the comparison of battles a fair one.
@NullMarked
package dev.overwinter.lab.benchmarks.battle;

import org.jspecify.annotations.NullMarked;
