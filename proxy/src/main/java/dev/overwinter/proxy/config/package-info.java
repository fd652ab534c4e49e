/// What a proxy process is told by its environment.
@NullMarked
package dev.overwinter.proxy.config;

import org.jspecify.annotations.NullMarked;
