/// Tests.
@NullMarked
package dev.overwinter.api.auth.passkey;

import org.jspecify.annotations.NullMarked;
