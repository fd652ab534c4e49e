/// Games that answer the queries of the Source engine: a sleeping server answers them too, to
/// whoever can show that it is where it says.
@NullMarked
package dev.overwinter.proxy.source;

import org.jspecify.annotations.NullMarked;
