@NullMarked
package dev.overwinter.notices.workflow;

import org.jspecify.annotations.NullMarked;
