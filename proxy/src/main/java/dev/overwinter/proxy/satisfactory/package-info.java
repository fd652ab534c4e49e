/// Satisfactory: polls find a sleeping server, and do not wake it.
@NullMarked
package dev.overwinter.proxy.satisfactory;

import org.jspecify.annotations.NullMarked;
