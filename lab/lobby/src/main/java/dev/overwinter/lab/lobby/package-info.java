/// The lobby: a small, real Minecraft Java server for the demo and the acceptance tests.
///
/// | life | what happens |
/// |---|---|
/// | start | read the configuration, read the save, build the island, listen |
/// | play | every change is noted; the save is written every [dev.overwinter.lab.lobby.LobbyConfig#saveEvery()] when something changed |
/// | stop | SIGTERM or `stop` on standard input: save, tell the players, close, exit with 0 |
///
/// The world's shape is code ([dev.overwinter.lab.lobby.Island]); what players did to it is the
/// save ([dev.overwinter.lab.lobby.Save]), one JSON file that is replaced whole.
@NullMarked
package dev.overwinter.lab.lobby;

import org.jspecify.annotations.NullMarked;
