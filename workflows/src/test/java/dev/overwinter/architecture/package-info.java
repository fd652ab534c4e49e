/// The house rules of this module, held by tests.
@NullMarked
package dev.overwinter.architecture;

import org.jspecify.annotations.NullMarked;
