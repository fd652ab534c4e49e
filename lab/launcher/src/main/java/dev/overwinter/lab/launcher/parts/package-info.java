/// What the platform is made of, one class a part: how it is installed, initialised, started and
/// known to be healthy.
@NullMarked
package dev.overwinter.lab.launcher.parts;

import org.jspecify.annotations.NullMarked;
