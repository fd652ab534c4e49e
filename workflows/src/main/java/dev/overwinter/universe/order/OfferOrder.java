package dev.overwinter.universe.order;

/// Offers resources of a planet for others.
///
/// @param offer its key, made by who asks: 1 to 64 characters `[A-Za-z0-9_-]`
/// @param player who offers
/// @param planet where the resources leave, and where the price arrives
/// @param offeredResource metal, crystal or deuterium
/// @param offeredAmount whole units
public record OfferOrder(
    String offer,
    long player,
    long planet,
    String offeredResource,
    long offeredAmount,
    String requestedResource,
    long requestedAmount) {
  public OfferOrder {
    if (!offer.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("offer: " + offer + " (expected: [A-Za-z0-9_-]{1,64})");
    }
  }
}
