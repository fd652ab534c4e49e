package dev.overwinter.universe.market;

import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something of one resource for something of another.
///
/// @param planet where what is offered came from, and where what is asked for goes
/// @param offeredUnits whole units, held by the offer while it is open
/// @param requestedUnits whole units
/// @param expiresAt null when it stands without end
/// @param settledAt when it left `OPEN`; null before
/// @param buyer who accepted it; null for nobody
public record Offer(
    OfferId id,
    PlayerId seller,
    PlanetId planet,
    Resource offered,
    long offeredUnits,
    Resource requested,
    long requestedUnits,
    State state,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant settledAt,
    @Nullable PlayerId buyer) {

  /// The table is in the package documentation.
  public enum State {
    OPEN,
    ACCEPTED,
    CANCELLED,
    EXPIRED
  }

  /// What it holds while it is open, in micro-units.
  public Resources escrow() {
    return Resources.of(offered, Math.multiplyExact(offeredUnits, Resources.MICROS));
  }

  /// What it asks for, in micro-units.
  public Resources price() {
    return Resources.of(requested, Math.multiplyExact(requestedUnits, Resources.MICROS));
  }
}
