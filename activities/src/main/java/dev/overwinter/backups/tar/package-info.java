/// What archives of worlds are made of: one tar of all volumes, each below its own name.
@NullMarked
package dev.overwinter.backups.tar;

import org.jspecify.annotations.NullMarked;
