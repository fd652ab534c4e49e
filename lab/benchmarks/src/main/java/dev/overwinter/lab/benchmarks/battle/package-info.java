/// How long battles take and what they allocate: the universe's engine beside a plain one that
/// follows the same rules with an object for every unit.
@NullMarked
package dev.overwinter.lab.benchmarks.battle;

import org.jspecify.annotations.NullMarked;
