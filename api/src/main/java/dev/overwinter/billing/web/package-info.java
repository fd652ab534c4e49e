/// Accounts, the ledger and statements for people and programs. Reads SQL; whatever moves money is
/// an Update of the account's workflow.
@NullMarked
package dev.overwinter.billing.web;

import org.jspecify.annotations.NullMarked;
