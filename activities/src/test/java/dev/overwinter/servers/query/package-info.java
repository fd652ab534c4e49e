/// Tests of this package.
@NullMarked
package dev.overwinter.servers.query;

import org.jspecify.annotations.NullMarked;
