/// Nodes as programs, pages and the nodes themselves see them: how a machine joins, what it
/// reports, and what an operator may order it.
@NullMarked
package dev.overwinter.nodes.web;

import org.jspecify.annotations.NullMarked;
