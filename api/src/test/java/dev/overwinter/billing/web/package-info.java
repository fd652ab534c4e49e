@NullMarked
package dev.overwinter.billing.web;

import org.jspecify.annotations.NullMarked;
