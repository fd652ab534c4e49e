package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What the provider says about one droplet.
///
/// @param id the provider's; may be larger than 2^31
/// @param unit its own tag, as text; empty when it has none of ours
/// @param status `new`, `active`, `off` or `archive`
/// @param publicIpv4 empty while it has none; never a private address
/// @param createdAt by the provider's clock
public record DropletFacts(
    long id, String unit, String status, String publicIpv4, Instant createdAt) {
  public DropletFacts {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(publicIpv4, "publicIpv4");
    Objects.requireNonNull(createdAt, "createdAt");
  }

  /// Whether a game on it could be reached.
  public boolean usable() {
    return status.equals("active") && !publicIpv4.isEmpty();
  }

  /// Whose it is; empty when that cannot be read from it.
  public Optional<Unit> ofUnit() {
    return Unit.parse(unit);
  }
}
