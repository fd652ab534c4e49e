package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.FleetLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an operator says about records of sessions.
///
/// @param fleet how much there may be
/// @param quarantine how long a tag stays nobody's after its session
/// @param tagBytes random bytes of a tag, 2 to 16; two digits each
/// @param charges whether accounts that cannot pay are refused
/// @param sealKeyFile file with the key that seals what games sign with; null where there is none,
///   and then keys are readable rows
public record SessionsSettings(
    FleetLimits fleet,
    Duration quarantine,
    int tagBytes,
    boolean charges,
    @Nullable Path sealKeyFile) {
  public SessionsSettings {
    if (tagBytes < 2 || tagBytes > 16) {
      throw new IllegalArgumentException("tagBytes: " + tagBytes + " (expected: 2..16)");
    }
    if (quarantine.isNegative()) {
      throw new IllegalArgumentException("quarantine: " + quarantine + " (expected: >= PT0S)");
    }
  }
}
