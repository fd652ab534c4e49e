/// Tests.
@NullMarked
package dev.overwinter.api.auth.oidc;

import org.jspecify.annotations.NullMarked;
