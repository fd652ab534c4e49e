/// The first words of Minecraft Java Edition, one handler for each phase of a connection:
///
/// | phase | handler | next |
/// |---|---|---|
/// | first bytes | [LegacyPingHandler] | answered and closed, or frames |
/// | handshake | [HandshakeHandler] | status or login |
/// | status | [StatusHandler] | answered here, or by the game when it is awake |
/// | login | [LoginHandler] | held, and nothing is understood any more |
@NullMarked
package dev.overwinter.proxy.minecraft;

import org.jspecify.annotations.NullMarked;
