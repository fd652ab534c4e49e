/// Minecraft Bedrock Edition: a sleeping server is in the list of its players, and their join wakes
/// it.
@NullMarked
package dev.overwinter.proxy.bedrock;

import org.jspecify.annotations.NullMarked;
