package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.Unit;
import java.nio.charset.StandardCharsets;

/// What a droplet is told at its first boot: a script that leaves a file of settings for the game
/// of the snapshot. A game may as well read the lines from the metadata service.
final class UserData {
  private static final int MOST_BYTES = 64 * 1024;

  private UserData() {}

  /// Composes it.
  ///
  /// @throws IllegalArgumentException when it would not arrive as it is; the message holds nothing
  ///   of it
  static String of(OceanSettings settings, Unit unit, String key) {
    // INTERNAL_HMAC_KEY: games of the earlier system sign with it and know no other name.
    var text =
        """
        #!/bin/sh
        umask 077
        mkdir -p /etc/overwinter
        cat > /etc/overwinter/session.env <<'END'
        OVERWINTER_URL=%s
        OVERWINTER_SESSION=%s
        OVERWINTER_KEY=%s
        OVERWINTER_HEARTBEAT_SECONDS=%d
        INTERNAL_HMAC_KEY=%s
        END
        """
            .formatted(
                settings.games(), unit.text(), key, settings.heartbeatEvery().toSeconds(), key);
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text) || text.length() > MOST_BYTES) {
      throw new IllegalArgumentException("user_data: (expected: ASCII of at most 64 KiB)");
    }
    return text;
  }
}
