@NullMarked
package dev.overwinter.billing.workflow;

import org.jspecify.annotations.NullMarked;
