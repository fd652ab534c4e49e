@NullMarked
package dev.overwinter.rooms.web;

import org.jspecify.annotations.NullMarked;
