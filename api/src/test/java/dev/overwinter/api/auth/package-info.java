/// Tests.
@NullMarked
package dev.overwinter.api.auth;

import org.jspecify.annotations.NullMarked;
