/// Tests of the packet path.
@NullMarked
package dev.overwinter.proxy.frontdoor;

import org.jspecify.annotations.NullMarked;
