/// The page on which people look after their own account.
@NullMarked
package dev.overwinter.api.account;

import org.jspecify.annotations.NullMarked;
