/// The whole platform on loopback, played like an evening.
@NullMarked
package dev.overwinter.lab.acceptance;

import org.jspecify.annotations.NullMarked;
