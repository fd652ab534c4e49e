@NullMarked
package dev.overwinter.backups.tar;

import org.jspecify.annotations.NullMarked;
