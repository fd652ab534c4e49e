package dev.overwinter.worker;

import dev.overwinter.billing.Notice;
import dev.overwinter.billing.postgres.NoticeEar;
import dev.overwinter.notices.postgres.Outbox;

/// Tells the hooks of an account's servers when its credits end soon, or have ended.
final class CreditNews implements NoticeEar {
  private final Outbox outbox;

  CreditNews(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void heard(String account, Notice notice) {
    if (notice.kind().startsWith("WARNING_") || notice.kind().equals("DEPLETED")) {
      outbox.lowCredit(account, notice.number(), notice.at(), notice.text());
    }
  }
}
