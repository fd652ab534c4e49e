/// Tests of the lobby; those on a real socket run it as a process of its own.
@NullMarked
package dev.overwinter.lab.lobby;

import org.jspecify.annotations.NullMarked;
