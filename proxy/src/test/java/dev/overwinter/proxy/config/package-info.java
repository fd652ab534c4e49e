/// Tests of the packet path.
@NullMarked
package dev.overwinter.proxy.config;

import org.jspecify.annotations.NullMarked;
