/// Assembles the lobby's container image from this machine's JDK, with no registry and no build
/// engine.
///
/// | step | tool | result |
/// |---|---|---|
/// | fingerprint | SHA-256 of JDK, libraries and jars | the tag; an archive with the same tag is left alone |
/// | runtime | jdeps, jlink | a JDK of only the modules that the lobby needs |
/// | libraries | ldd | the C library and its loader, at the paths where the runtime looks |
/// | rehearsal | the lobby itself, visited once | an AOT cache, which halves the start |
/// | archive | commons-compress | layers and configuration in the format of `docker load` |
///
/// Needs no root: owners are written into the archive, never onto files.
@NullMarked
package dev.overwinter.lab.lobby.image;

import org.jspecify.annotations.NullMarked;
