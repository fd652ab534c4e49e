/// The workflow of a room, and what it asks of the outside.
@NullMarked
package dev.overwinter.rooms.workflow;

import org.jspecify.annotations.NullMarked;
