@NullMarked
package dev.overwinter.nodes;

import org.jspecify.annotations.NullMarked;
