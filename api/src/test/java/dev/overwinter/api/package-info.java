/// Tests.
@NullMarked
package dev.overwinter.api;

import org.jspecify.annotations.NullMarked;
