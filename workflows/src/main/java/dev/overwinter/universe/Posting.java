package dev.overwinter.universe;

/// Where micro-units came from or went to. Every rule that changes a stock says so in postings, and
/// the change of the stock is their sum ([#change()]): so a ledger can prove that nothing was made
/// or lost by the way.
///
/// @param kind what happened
/// @param amount micro-units, none below zero
public record Posting(Kind kind, Resources amount) {

  /// Ways of a micro-unit into (`+1`) or out of (`-1`) the stock of a planet.
  public enum Kind {
    PRODUCED(1),
    /// Given by the house: what a planet begins with.
    GRANTED(1),
    /// Burnt by fusion or by ships.
    BURNED(-1),
    SPENT(-1),
    REFUNDED(1),
    /// Into a fleet.
    LOADED(-1),
    /// Out of a fleet.
    UNLOADED(1),
    /// Into an offer.
    ESCROWED(-1),
    /// Out of an offer, to whoever gets it.
    RELEASED(1),
    /// To the other side of a trade.
    PAID(-1),
    /// From the other side of a trade.
    EARNED(1),
    /// Taken by an attacker; it is cargo from then on.
    LOOTED(-1),
    LOST(-1);

    private final int sign;

    Kind(int sign) {
      this.sign = sign;
    }
  }

  public Posting {
    if (!amount.isNatural()) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: >= 0)");
    }
  }

  /// What it does to the stock.
  public Resources change() {
    return kind.sign > 0 ? amount : Resources.NONE.minus(amount);
  }
}
