/// Tests of sessions over HTTP.
@NullMarked
package dev.overwinter.sessions.web;

import org.jspecify.annotations.NullMarked;
