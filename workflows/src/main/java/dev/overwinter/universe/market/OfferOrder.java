package dev.overwinter.universe.market;

import dev.overwinter.universe.Resource;

/// Something is to be offered.
///
/// @param offeredUnits whole units, above 0
/// @param requestedUnits whole units, above 0
public record OfferOrder(
    OfferId offer, Resource offered, long offeredUnits, Resource requested, long requestedUnits) {}
