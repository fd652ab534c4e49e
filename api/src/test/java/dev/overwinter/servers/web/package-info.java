/// Tests.
@NullMarked
package dev.overwinter.servers.web;

import org.jspecify.annotations.NullMarked;
