@NullMarked
package dev.overwinter.billing;

import org.jspecify.annotations.NullMarked;
