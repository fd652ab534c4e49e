package dev.overwinter.sessions;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a session has to say to accounts, and what the one that pays has said.
///
/// The house pays from the moment at which a droplet was accepted until the session is somebody's;
/// then its owner does, until the last droplet is gone or lost. What it says is numbered and stays
/// in [#untold()] until it has been told. An operator's own machine costs nothing.
///
/// @param number of the newest fact
/// @param payer the account that pays; empty while nobody does
/// @param since when it began to; null while nobody does
/// @param untold what accounts have yet to be told, in order
/// @param credit what the payer said last
public record SessionMetering(
    long number,
    String payer,
    @Nullable Instant since,
    List<MeterReport> untold,
    CreditStanding credit) {
  /// Nothing has been said yet.
  public static final SessionMetering NONE =
      new SessionMetering(0, "", null, List.of(), CreditStanding.FUNDED);

  /// How long a droplet may take to go.
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(2);

  public SessionMetering {
    untold = List.copyOf(untold);
  }

  /// From a moment on an account pays; the one that did so far pays until then. The same again
  /// changes nothing.
  ///
  /// @param name under which it is metered
  public SessionMetering pays(SessionSpec spec, String name, String account, Instant at) {
    if (!spec.onDroplet() || payer.equals(account)) {
      return this;
    }
    var begin = later(since, at);
    var before = ends(name, begin);
    var fact =
        new MeterFact.Started(
            name,
            before.number + 1,
            begin,
            spec.id().text(),
            spec.priceClass(),
            Use.SESSION,
            false,
            STOPS_WITHIN);
    return before.say(account, fact, account, begin);
  }

  /// Nobody pays any more.
  public SessionMetering ends(String name, Instant at) {
    if (payer.isEmpty()) {
      return this;
    }
    return say(payer, new MeterFact.Stopped(name, number + 1, later(since, at), true), "", null);
  }

  private SessionMetering say(String account, MeterFact fact, String next, @Nullable Instant from) {
    var said = new ArrayList<>(untold);
    said.add(new MeterReport(account, fact));
    // Another account counts what it says by itself.
    return new SessionMetering(fact.number(), next, from, said, CreditStanding.FUNDED);
  }

  /// An account has spoken. What another one than the payer says, and what comes late, changes
  /// nothing.
  public SessionMetering credit(CreditStanding said) {
    var stranger = said.account() != null && !payer.equals(said.account());
    return stranger || payer.isEmpty() || said.number() <= credit.number()
        ? this
        : new SessionMetering(number, payer, since, untold, said);
  }

  /// Whether the payer can.
  public boolean funded() {
    return credit.standing() == Standing.FUNDED;
  }

  /// Accounts have been told these.
  public SessionMetering told(List<MeterReport> reports) {
    if (reports.isEmpty()) {
      return this;
    }
    var last = reports.getLast().fact().number();
    var left = untold.stream().filter(report -> report.fact().number() > last).toList();
    return new SessionMetering(number, payer, since, left, credit);
  }

  private static Instant later(@Nullable Instant a, Instant b) {
    return a == null || a.isBefore(b) ? b : a;
  }
}
