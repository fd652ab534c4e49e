@NullMarked
package dev.overwinter.sessions.workflow;

import org.jspecify.annotations.NullMarked;
