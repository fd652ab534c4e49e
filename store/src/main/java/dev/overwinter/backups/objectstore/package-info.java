/// Where archives of worlds lie: a directory that this machine has, a bucket of S3 or of what
/// speaks like it, a bucket of Google Cloud Storage, or the api's, over HTTP. All are held to one
/// contract test.
@NullMarked
package dev.overwinter.backups.objectstore;

import org.jspecify.annotations.NullMarked;
