package dev.overwinter.universe.order;

/// Keys of orders.
final class Keys {
  private static final int LONGEST = 128;

  private Keys() {}

  static String checked(String key) {
    if (key.isBlank() || key.length() > LONGEST) {
      throw new IllegalArgumentException(
          "key: %d characters (expected: 1..%d)".formatted(key.length(), LONGEST));
    }
    return key;
  }
}
