/// Tests of the packet path.
@NullMarked
package dev.overwinter.proxy.minecraft;

import org.jspecify.annotations.NullMarked;
