@NullMarked
package dev.overwinter.notices.postgres;

import org.jspecify.annotations.NullMarked;
