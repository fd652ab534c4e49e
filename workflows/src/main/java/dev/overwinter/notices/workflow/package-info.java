/// The durable shell around [dev.overwinter.notices]: one lane per server, which waits until the
/// next delivery of each of its hooks is due.
@NullMarked
package dev.overwinter.notices.workflow;

import org.jspecify.annotations.NullMarked;
