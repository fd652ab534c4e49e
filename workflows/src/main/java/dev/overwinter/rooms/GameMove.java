package dev.overwinter.rooms;

/// One move of a game, as a client says it; the game alone knows what it means. Its value may be
/// secret (what somebody throws), so it has no place in an event, a log or a failure's text.
///
/// @param kind for example `flip`, `peek`, `score`, `throw`
/// @param target what it is about, for example a card; empty when that is plain
/// @param value empty for none
public record GameMove(String kind, String target, String value) {
  private static final int LONGEST = 64;

  public GameMove {
    if (kind.length() > LONGEST || target.length() > LONGEST || value.length() > LONGEST) {
      throw new IllegalArgumentException("move: too long (expected: <= " + LONGEST + " each)");
    }
  }

  /// Never tells the value.
  @Override
  public String toString() {
    return "GameMove[" + kind + " " + target + "]";
  }
}
