/// Tests of this package.
@NullMarked
package dev.overwinter.servers.docker;

import org.jspecify.annotations.NullMarked;
