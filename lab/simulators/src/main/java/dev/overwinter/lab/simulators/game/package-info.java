/// What runs on a droplet: a game that reads its user data, sends signed heartbeats and can be
/// joined.
///
/// The user data is text in which lines of the form `NAME=value` are read and all others passed
/// over, so a cloud-init file or a shell script will do
/// ([dev.overwinter.lab.simulators.game.UserData]):
///
/// | name | meaning |
/// |---|---|
/// | `OVERWINTER_URL` | where heartbeats go: this, with `/server/heartbeat` after it |
/// | `OVERWINTER_KEY` | the secret that they are signed with |
/// | `OVERWINTER_HEARTBEAT_SECONDS` | time between two, 5 unless given |
/// | `OVERWINTER_SESSION` | sent along as `session` when given |
///
/// Its own address and number come from the droplet, as they do from the metadata service of a real
/// one.
@NullMarked
package dev.overwinter.lab.simulators.game;

import org.jspecify.annotations.NullMarked;
