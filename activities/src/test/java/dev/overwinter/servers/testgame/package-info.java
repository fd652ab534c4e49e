/// A game that does what a test tells it, alone in an image without anything else.
@NullMarked
package dev.overwinter.servers.testgame;

import org.jspecify.annotations.NullMarked;
