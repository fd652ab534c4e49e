package dev.overwinter.universe;

/// What became of an order: a move to make, or a refusal that changed nothing.
///
/// @param <T> what an accepted order leads to
public sealed interface Outcome<T> {

  /// It holds from now on, once its move is recorded.
  record Accepted<T>(T move) implements Outcome<T> {}

  /// It does not, and nothing was charged.
  ///
  /// @param reason why
  /// @param text the same for people, one line
  /// @param resources what is missing of each resource; none when that is not the reason
  /// @param levels buildings and technologies that are missing, with the level that is needed
  record Refused<T>(Refusal reason, String text, Resources resources, Levels levels)
      implements Outcome<T> {

    /// The same refusal of another order.
    public <U> Refused<U> as() {
      return new Refused<>(reason, text, resources, levels);
    }
  }

  /// It holds.
  static <T> Outcome<T> accepted(T move) {
    return new Accepted<>(move);
  }

  /// It does not, for a reason that neither resources nor levels would change.
  static <T> Outcome<T> refused(Refusal reason, String text) {
    return new Refused<>(reason, text, Resources.NONE, Levels.NONE);
  }

  /// It does not: buildings or technologies are missing.
  static <T> Outcome<T> requires(Levels missing) {
    return new Refused<>(
        Refusal.PREREQUISITES, "requires " + missing.text(), Resources.NONE, missing);
  }

  /// It does not: it cannot be paid.
  ///
  /// @param stock what there is
  /// @param cost what it costs
  static <T> Outcome<T> cannotPay(Resources stock, Resources cost) {
    var missing = stock.shortOf(cost);
    return new Refused<>(
        Refusal.NOT_ENOUGH_RESOURCES,
        "costs %s; missing %s".formatted(cost.text(), missing.text()),
        missing,
        Levels.NONE);
  }
}
