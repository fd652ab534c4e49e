/// What the API says about itself, held against what it does.
@NullMarked
package dev.overwinter.api.docs;

import org.jspecify.annotations.NullMarked;
