/// The workflow that keeps a node, and the ports it needs.
@NullMarked
package dev.overwinter.nodes.workflow;

import org.jspecify.annotations.NullMarked;
