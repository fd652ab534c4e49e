@NullMarked
package dev.overwinter.nodes.workflow;

import org.jspecify.annotations.NullMarked;
