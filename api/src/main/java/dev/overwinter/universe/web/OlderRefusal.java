package dev.overwinter.universe.web;

/// A refusal on its way to the client of an older path: thrown where going on makes no sense.
final class OlderRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient OlderReply reply;

  OlderRefusal(OlderReply reply) {
    super(String.valueOf(reply.status()), null, false, false);
    this.reply = reply;
  }

  /// With a status and a line.
  static OlderRefusal of(int status, String detail) {
    return new OlderRefusal(OlderReply.no(status, detail));
  }

  OlderReply reply() {
    return reply;
  }
}
