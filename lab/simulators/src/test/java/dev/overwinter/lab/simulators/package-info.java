/// The simulator from outside: over HTTP, as a client sees it.
@NullMarked
package dev.overwinter.lab.simulators;

import org.jspecify.annotations.NullMarked;
