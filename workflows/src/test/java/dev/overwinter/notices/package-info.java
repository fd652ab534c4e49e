@NullMarked
package dev.overwinter.notices;

import org.jspecify.annotations.NullMarked;
