@NullMarked
package dev.overwinter.billing.postgres;

import org.jspecify.annotations.NullMarked;
