/// The workflow that keeps an account, the one that proves the ledger, and the port they need.
@NullMarked
package dev.overwinter.billing.workflow;

import org.jspecify.annotations.NullMarked;
