package dev.overwinter.sessions.digitalocean;

import java.time.Duration;

/// A call was certainly not carried out, and may be made later.
final class Later extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration after;

  /// @param after when to ask again; positive
  Later(Duration after, String why) {
    super(why);
    this.after = after;
  }

  Duration after() {
    return after;
  }
}
