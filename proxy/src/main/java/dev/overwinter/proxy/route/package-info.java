/// Which server listens on which port, what it is doing, and where its game is: a table in memory
/// that is swapped as a whole, fed by the api, and kept on disk so that a proxy that starts while
/// the api is down still knows its servers.
@NullMarked
package dev.overwinter.proxy.route;

import org.jspecify.annotations.NullMarked;
