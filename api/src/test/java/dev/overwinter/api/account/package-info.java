/// Tests.
@NullMarked
package dev.overwinter.api.account;

import org.jspecify.annotations.NullMarked;
