/// Where archives of worlds lie: a directory that a worker has, or the api's, over HTTP. Both are
/// held to one contract test; a bucket would be a third.
@NullMarked
package dev.overwinter.backups.objectstore;

import org.jspecify.annotations.NullMarked;
