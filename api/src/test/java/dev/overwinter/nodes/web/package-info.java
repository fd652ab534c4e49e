/// Nodes, end to end.
@NullMarked
package dev.overwinter.nodes.web;

import org.jspecify.annotations.NullMarked;
