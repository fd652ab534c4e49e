package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.SessionLimits;
import java.util.List;

/// What a worker offers.
///
/// @param provider where droplets come from
/// @param endpoint its base URL; empty when off
/// @param fleetTag every droplet of this installation bears it
/// @param choices in order of preference; may be empty when off
/// @param house account that pays for what is nobody's
/// @param priceClass what sessions cost, by name
/// @param limits how long one may take and last
/// @param fleet how much there may be
public record Offer(
    DropletSource provider,
    String endpoint,
    String fleetTag,
    List<Choice> choices,
    String house,
    String priceClass,
    SessionLimits limits,
    FleetLimits fleet) {
  public Offer {
    choices = List.copyOf(choices);
  }
}
