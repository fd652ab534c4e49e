package dev.overwinter.universe.order;

/// Accepts or cancels an offer.
///
/// @param key what makes it this one: at most 128 characters, and good for nothing else
/// @param player who asks
/// @param planet of an acceptance: where the price leaves, and where the goods arrive
/// @param offer the key of the offer: universe_offers.key
public record OfferRequest(String key, long player, long planet, String offer) {
  public OfferRequest {
    key = Keys.checked(key);
  }
}
