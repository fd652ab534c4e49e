/// Tests of the image's assembly.
@NullMarked
package dev.overwinter.lab.lobby.image;

import org.jspecify.annotations.NullMarked;
