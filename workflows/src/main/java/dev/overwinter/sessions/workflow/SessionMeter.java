package dev.overwinter.sessions.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.EndWhy;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.MeterReport;
import dev.overwinter.sessions.Presence;
import dev.overwinter.sessions.SessionMetering;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.SessionState.Booting;
import dev.overwinter.sessions.SessionState.Creating;
import dev.overwinter.sessions.SessionState.Ending;
import dev.overwinter.sessions.SessionState.Over;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who pays for a session's droplet, from which moment until which: follows its states, and knows
/// the moments that none of them names. Confined to its workflow.
final class SessionMeter {
  private final SessionSpec spec;
  private final String name;
  private SessionMetering metering;
  private SessionState state;
  // The droplet that is paid for: its own, or the last one that was.
  private long metered;
  // Neither outlives a run: one ends only where nothing is being asked for.
  private Instant paidUntil = Instant.EPOCH;
  private Instant acceptedAt = Instant.MAX;

  SessionMeter(SessionSpec spec, SessionMetering metering, SessionState state) {
    this.spec = spec;
    this.metering = metering;
    this.state = state;
    name = WorkflowIds.meterOfSession(spec.id().text());
    metered = SessionView.dropletOf(state);
  }

  /// The session has become something, perhaps the same as before.
  ///
  /// @param payer whose it is; null while it is nobody's
  void changed(SessionState next, @Nullable Lease payer, Presence presence, Instant now) {
    state = next;
    var own = SessionView.dropletOf(next);
    metered = own == 0 ? metered : own;
    switch (next) {
      case Booting _ -> metering = metering.pays(spec, name, spec.house(), acceptedAt(now));
      case Ready _ when payer != null -> metering = metering.pays(spec, name, payer.owner(), now);
      // Nobody knows when it vanished; what was heard last is certain.
      case Ending s when s.why() == EndWhy.VANISHED -> {
        var last = presence.last();
        metering = metering.ends(name, last == null ? now : last.at());
      }
      case Over _ -> metering = metering.ends(name, now);
      default -> {}
    }
  }

  /// A droplet of its own that it did not want any more is gone. Nobody pays from then on, however
  /// long it takes to prove that nothing else is left; another attempt's is paid for anew. Told
  /// with the next record: facts say when they were.
  ///
  /// @param lastThere when it was seen for the last time, by the clock of whoever destroyed it;
  ///   null when it was gone before, and then what its game said last is certain. A placement that
  ///   failed has said nothing and costs nothing
  void destroyed(long droplet, @Nullable Instant lastThere, Presence presence, Instant now) {
    if (droplet == metered && SessionView.dropletOf(state) != droplet) {
      var last = presence.last();
      var heard = last == null ? Instant.EPOCH : last.at();
      var until = lastThere == null ? heard : lastThere;
      paidUntil = until.isBefore(now) ? until : now;
      metering = metering.ends(name, paidUntil);
    }
  }

  /// The provider has accepted a droplet, perhaps long before anybody could take its answer.
  ///
  /// @param said when, by the provider, which cuts it to the second; not before it was asked for
  void accepted(Instant said, Instant now) {
    var asked = state instanceof Creating s ? s.since() : now;
    acceptedAt = said.isBefore(asked) ? asked : said.plusSeconds(1);
  }

  private Instant acceptedAt(Instant now) {
    var at = acceptedAt.isBefore(paidUntil) ? paidUntil : acceptedAt;
    return at.isBefore(now) ? at : now;
  }

  /// An account has spoken.
  ///
  /// @return whether that is news
  boolean credit(CreditStanding said) {
    var next = metering.credit(said);
    var news = !next.equals(metering);
    metering = next;
    return news;
  }

  /// Whether the payer can.
  boolean funded() {
    return metering.funded();
  }

  /// Accounts have been told these.
  void told(List<MeterReport> reports) {
    metering = metering.told(reports);
  }

  /// What accounts have yet to be told, in order.
  List<MeterReport> untold() {
    return metering.untold();
  }

  SessionMetering metering() {
    return metering;
  }
}
