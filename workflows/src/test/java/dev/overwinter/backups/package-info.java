@NullMarked
package dev.overwinter.backups;

import org.jspecify.annotations.NullMarked;
