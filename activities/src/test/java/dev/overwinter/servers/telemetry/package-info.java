/// Tests of this package.
@NullMarked
package dev.overwinter.servers.telemetry;

import org.jspecify.annotations.NullMarked;
