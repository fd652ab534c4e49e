/// What can be played: the game catalogue, one [GameTemplate] per entry.
///
/// A template is a value. A server copies it when it is created, so that an edited catalogue never
/// changes a world that somebody already trusts.
@NullMarked
package dev.overwinter.catalogue;

import org.jspecify.annotations.NullMarked;
