package dev.overwinter.universe.order;

/// Resources as players count them, in whole units; not negative.
public record Goods(long metal, long crystal, long deuterium) {
  /// Nothing.
  public static final Goods NONE = new Goods(0, 0, 0);

  public Goods {
    if (metal < 0 || crystal < 0 || deuterium < 0) {
      throw new IllegalArgumentException(
          "goods: %d/%d/%d (expected: none below 0)".formatted(metal, crystal, deuterium));
    }
  }
}
