/// Tests of the package of this name, on real processes.
@NullMarked
package dev.overwinter.lab.launcher.parts;

import org.jspecify.annotations.NullMarked;
