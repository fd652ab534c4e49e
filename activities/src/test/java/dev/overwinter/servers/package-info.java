/// Servers to test with.
@NullMarked
package dev.overwinter.servers;

import org.jspecify.annotations.NullMarked;
