/// What sessions promise, held by tests.
@NullMarked
package dev.overwinter.sessions;

import org.jspecify.annotations.NullMarked;
