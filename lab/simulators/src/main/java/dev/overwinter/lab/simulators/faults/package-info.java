/// What goes wrong, how often, and in a way that a run can repeat.
///
/// A fault is armed by [dev.overwinter.lab.simulators.faults.FaultSpec]; each moment at which it
/// could strike is an *occasion*. Whether the n-th occasion of a fault strikes is a function of the
/// seed, the fault and n alone, so two runs with the same seed and the same requests in the same
/// order fail in the same places, and a restart in the middle goes on where it was.
@NullMarked
package dev.overwinter.lab.simulators.faults;

import org.jspecify.annotations.NullMarked;
