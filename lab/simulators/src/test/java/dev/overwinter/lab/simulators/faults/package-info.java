/// The rules of `faults`, from inside.
@NullMarked
package dev.overwinter.lab.simulators.faults;

import org.jspecify.annotations.NullMarked;
