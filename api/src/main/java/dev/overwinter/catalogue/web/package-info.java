/// The game catalogue as files: YAML in, validated [dev.overwinter.catalogue.GameTemplate] out. A
/// bad entry is named by file and key and left out; it never takes the others with it.
@NullMarked
package dev.overwinter.catalogue.web;

import org.jspecify.annotations.NullMarked;
