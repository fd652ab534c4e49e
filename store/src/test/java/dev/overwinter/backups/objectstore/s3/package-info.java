@NullMarked
package dev.overwinter.backups.objectstore.s3;

import org.jspecify.annotations.NullMarked;
