/// Reads rule sets from the data files that are part of this jar.
@NullMarked
package dev.overwinter.universe.json;

import org.jspecify.annotations.NullMarked;
