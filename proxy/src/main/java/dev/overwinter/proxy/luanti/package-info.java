/// Luanti, formerly Minetest: the packet with a player's name wakes.
@NullMarked
package dev.overwinter.proxy.luanti;

import org.jspecify.annotations.NullMarked;
