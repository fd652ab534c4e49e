/// What the workflow of a room promises, on a Temporal server that skips time.
@NullMarked
package dev.overwinter.rooms.workflow;

import org.jspecify.annotations.NullMarked;
