/// Tests of the packet path.
@NullMarked
package dev.overwinter.proxy.route;

import org.jspecify.annotations.NullMarked;
