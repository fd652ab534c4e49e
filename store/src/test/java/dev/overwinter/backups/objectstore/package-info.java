@NullMarked
package dev.overwinter.backups.objectstore;

import org.jspecify.annotations.NullMarked;
