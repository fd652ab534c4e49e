/// Tests of the package of this name, on real processes.
@NullMarked
package dev.overwinter.lab.launcher;

import org.jspecify.annotations.NullMarked;
