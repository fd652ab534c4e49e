package dev.overwinter.sessions.digitalocean;

/// A call has no answer that could be read.
final class Unanswered extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  /// @param sent whether it may have been carried out all the same
  /// @param why for the log: names of exceptions, never a body
  Unanswered(boolean sent, String why) {
    super(why);
    this.sent = sent;
  }

  boolean sent() {
    return sent;
  }
}
