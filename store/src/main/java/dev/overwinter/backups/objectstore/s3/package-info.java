/// Buckets of S3, and of the many stores that speak like it.
@NullMarked
package dev.overwinter.backups.objectstore.s3;

import org.jspecify.annotations.NullMarked;
