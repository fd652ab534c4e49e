package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OfferAnswer;

/// What came of an order about an offer.
///
/// @param answer for who ordered
/// @param open whether the offer is open now
/// @param due when it expires, if it is open and ever does
public record Dealt(OfferAnswer answer, boolean open, Due due) {}
