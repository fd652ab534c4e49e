/// Tests of the durable shell in skipped time, with fakes that remember.
@NullMarked
package dev.overwinter.servers.workflow;

import org.jspecify.annotations.NullMarked;
