/// Tests of the rules: pure, milliseconds.
@NullMarked
package dev.overwinter.servers;

import org.jspecify.annotations.NullMarked;
