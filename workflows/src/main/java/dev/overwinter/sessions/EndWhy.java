package dev.overwinter.sessions;

/// What ended a session. Few, since metrics bear them as a label.
public enum EndWhy {
  /// Somebody who may, or its own server, asked.
  ASKED("ENDED", Refusal.OVER),
  /// Its game was silent for too long.
  SILENT("ENDED", Refusal.OVER),
  /// Nobody played for its grace.
  EMPTY("ENDED", Refusal.OVER),
  /// It was as old as it may be.
  LIFETIME("ENDED", Refusal.OVER),
  /// Its account cannot pay.
  CREDITS("ENDED", Refusal.CREDITS),
  /// Its pool has no use for it.
  RECYCLED("ENDED", Refusal.OVER),
  /// No attempt brought a game that answers.
  PROVISIONING("FAILED", Refusal.FAILED),
  /// The provider has room for no further droplet.
  DROPLET_LIMIT("FAILED", Refusal.DROPLET_LIMIT),
  /// Nothing of what may be had can be had.
  SOLD_OUT("FAILED", Refusal.SOLD_OUT),
  /// Its droplet vanished under it.
  VANISHED("LOST", Refusal.OVER);

  private final String verdict;
  private final Refusal refusal;

  EndWhy(String verdict, Refusal refusal) {
    this.verdict = verdict;
    this.refusal = refusal;
  }

  /// `ENDED`, `FAILED` or `LOST`.
  public String verdict() {
    return verdict;
  }

  /// What somebody is told who still wants it.
  public Refusal refusal() {
    return refusal;
  }
}
