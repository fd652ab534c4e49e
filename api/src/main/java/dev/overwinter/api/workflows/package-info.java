/// The workflows that run, for admins, and where Temporal's own UI shows them.
@NullMarked
package dev.overwinter.api.workflows;

import org.jspecify.annotations.NullMarked;
