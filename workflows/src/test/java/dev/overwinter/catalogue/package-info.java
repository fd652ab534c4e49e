@NullMarked
package dev.overwinter.catalogue;

import org.jspecify.annotations.NullMarked;
