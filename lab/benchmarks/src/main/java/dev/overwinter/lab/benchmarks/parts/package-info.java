/// The processes that benchmarks are made of. All real, except the Docker engine behind the node.
@NullMarked
package dev.overwinter.lab.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
