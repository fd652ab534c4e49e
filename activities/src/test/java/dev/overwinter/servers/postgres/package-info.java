/// Tests of this package.
@NullMarked
package dev.overwinter.servers.postgres;

import org.jspecify.annotations.NullMarked;
