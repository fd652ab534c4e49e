/// What schedules promise, held by tests.
@NullMarked
package dev.overwinter.schedules;

import org.jspecify.annotations.NullMarked;
