/// Tests.
@NullMarked
package dev.overwinter.api.workflows;

import org.jspecify.annotations.NullMarked;
