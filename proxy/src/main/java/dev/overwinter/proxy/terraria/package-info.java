/// Terraria: its connect request wakes, a refusal is said in its own words.
@NullMarked
package dev.overwinter.proxy.terraria;

import org.jspecify.annotations.NullMarked;
