@NullMarked
package dev.overwinter.metrics;

import org.jspecify.annotations.NullMarked;
