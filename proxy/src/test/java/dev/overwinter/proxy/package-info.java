/// Tests of the packet path.
@NullMarked
package dev.overwinter.proxy;

import org.jspecify.annotations.NullMarked;
