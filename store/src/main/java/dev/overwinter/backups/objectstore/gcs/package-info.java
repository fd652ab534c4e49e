/// Buckets of Google Cloud Storage.
@NullMarked
package dev.overwinter.backups.objectstore.gcs;

import org.jspecify.annotations.NullMarked;
