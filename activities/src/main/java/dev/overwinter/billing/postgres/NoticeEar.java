package dev.overwinter.billing.postgres;

import dev.overwinter.billing.Notice;

/// Hears every notice of an account once, in the transaction that keeps it.
public interface NoticeEar {
  /// Nobody listens.
  NoticeEar DEAF = (_, _) -> {};

  /// What it writes into the same database is kept with the notice, or neither is.
  void heard(String account, Notice notice);
}
