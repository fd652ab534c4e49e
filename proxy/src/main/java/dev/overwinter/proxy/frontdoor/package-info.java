/// Where a packet arrives: one listener per public port, opened and closed as routes come and go,
/// and a gate that bounds what strangers can use up before anybody knows what they want.
///
/// Ports for connections are shared with a successor while both live, ports for datagrams never
/// (decision 0019).
@NullMarked
package dev.overwinter.proxy.frontdoor;

import org.jspecify.annotations.NullMarked;
