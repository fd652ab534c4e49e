/// Tests of the packet path.
@NullMarked
package dev.overwinter.proxy.wake;

import org.jspecify.annotations.NullMarked;
