/// Tests of sessions that need a peer that answers as DigitalOcean may.
@NullMarked
package dev.overwinter.sessions.digitalocean;

import org.jspecify.annotations.NullMarked;
