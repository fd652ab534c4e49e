/// Tests of what the proxy counts and shows.
@NullMarked
package dev.overwinter.proxy.traffic;

import org.jspecify.annotations.NullMarked;
