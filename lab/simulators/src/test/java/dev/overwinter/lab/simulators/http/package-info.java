/// The rules of `http`, from inside.
@NullMarked
package dev.overwinter.lab.simulators.http;

import org.jspecify.annotations.NullMarked;
