/// The rules of `cloud`, from inside.
@NullMarked
package dev.overwinter.lab.simulators.cloud;

import org.jspecify.annotations.NullMarked;
