@NullMarked
package dev.overwinter.durable;

import org.jspecify.annotations.NullMarked;
