/// Tests.
@NullMarked
package dev.overwinter.catalogue.web;

import org.jspecify.annotations.NullMarked;
