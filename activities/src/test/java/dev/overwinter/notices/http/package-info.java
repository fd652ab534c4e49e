@NullMarked
package dev.overwinter.notices.http;

import org.jspecify.annotations.NullMarked;
