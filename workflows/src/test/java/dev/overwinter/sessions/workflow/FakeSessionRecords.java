package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.Claim;
import dev.overwinter.sessions.FleetReport;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.HeartbeatLook;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.MeterReport;
import dev.overwinter.sessions.PoolMember;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Records that keep the port's promises in memory, and are away when they are told to be.
/// Thread-safe.
final class FakeSessionRecords implements SessionRecordActivities {
  private final TreeMap<SessionId, SessionView> rows = new TreeMap<>();
  private final TreeMap<String, SessionId> keys = new TreeMap<>();
  private final TreeMap<String, SessionId> tags = new TreeMap<>();
  private final TreeMap<String, HeartbeatFact> heartbeats = new TreeMap<>();
  private final TreeMap<SessionId, SessionSpec> admitted = new TreeMap<>();
  private final List<MeterReport> reports = new ArrayList<>();
  private final List<String> refusedOwners = new ArrayList<>();
  private final TreeSet<Long> told = new TreeSet<>();
  private Instant listeningSince = Instant.EPOCH;
  private int nextTag = 1;
  private boolean down;
  private boolean full;
  private @Nullable FleetReport report;
  private String reportWhy = "";

  synchronized void down(boolean now) {
    down = now;
  }

  synchronized void full(boolean now) {
    full = now;
  }

  synchronized void refuse(String owner) {
    refusedOwners.add(owner);
  }

  synchronized void hear(HeartbeatFact fact) {
    heartbeats.put(fact.unit().text(), fact);
  }

  synchronized void listenSince(Instant moment) {
    listeningSince = moment;
  }

  synchronized String label(SessionId id) {
    return row(id).map(view -> view.state().label()).orElse("");
  }

  synchronized Optional<SessionView> row(SessionId id) {
    return Optional.ofNullable(rows.get(id));
  }

  synchronized List<SessionView> rows() {
    return List.copyOf(rows.values());
  }

  synchronized List<MeterReport> reports() {
    return List.copyOf(reports);
  }

  synchronized Optional<FleetReport> report() {
    return Optional.ofNullable(report);
  }

  synchronized String reportWhy() {
    return reportWhy;
  }

  private void mustBeUp() {
    if (down) {
      throw ApplicationFailure.newFailure("the database is away", "Away");
    }
  }

  @Override
  public synchronized AdmitAnswer admit(SessionSpec spec) {
    mustBeUp();
    var lease = spec.lease();
    if (admitted.containsKey(spec.id())) {
      return new AdmitAnswer.Admitted();
    }
    var known = lease == null ? null : keys.get(key(lease));
    if (known != null) {
      return new AdmitAnswer.Existing(known.tag());
    }
    if (tags.containsKey(spec.tag().text())) {
      return no(Refusal.TAG_TAKEN);
    }
    if (full || (lease != null && refusedOwners.contains(lease.owner()))) {
      return no(full ? Refusal.SPEND_CAP : Refusal.QUOTA);
    }
    tags.put(spec.tag().text(), spec.id());
    admitted.put(spec.id(), spec);
    if (lease != null) {
      keys.put(key(lease), spec.id());
    }
    return new AdmitAnswer.Admitted();
  }

  @Override
  public synchronized AdmitAnswer admitLease(SessionSpec spec, Lease lease) {
    mustBeUp();
    if (refusedOwners.contains(lease.owner())) {
      return no(Refusal.QUOTA);
    }
    var known = keys.putIfAbsent(key(lease), spec.id());
    return known == null || known.equals(spec.id())
        ? new AdmitAnswer.Admitted()
        : new AdmitAnswer.Existing(known.tag());
  }

  private static String key(Lease lease) {
    return lease.owner() + " " + lease.idempotencyKey();
  }

  private static AdmitAnswer no(Refusal refusal) {
    return new AdmitAnswer.Refused(refusal, "no", Duration.ofMinutes(1));
  }

  @Override
  public synchronized void record(SessionView view) {
    hearReports(view);
    mustBeUp();
    var row = rows.get(view.spec().id());
    if (row == null || row.version() <= view.version()) {
      rows.put(view.spec().id(), view);
    }
  }

  @Override
  public synchronized void tell(SessionView view) {
    hearReports(view);
  }

  private void hearReports(SessionView view) {
    for (var one : view.meterReports()) {
      if (told.add(view.spec().id().hashCode() * 1_000L + one.fact().number())) {
        reports.add(one);
      }
    }
  }

  @Override
  public synchronized HeartbeatLook lastHeartbeat(Unit unit) {
    mustBeUp();
    return new HeartbeatLook(heartbeats.get(unit.text()), listeningSince);
  }

  @Override
  public synchronized List<ShareTag> proposeTags(int howMany) {
    mustBeUp();
    var proposed = new ArrayList<ShareTag>();
    for (var one = 0; one < howMany; one++) {
      proposed.add(new ShareTag(String.format(Locale.ROOT, "BB%04d", nextTag++)));
    }
    return proposed;
  }

  @Override
  public synchronized List<Claim> claims() {
    mustBeUp();
    return rows.values().stream()
        .filter(view -> !view.state().over())
        .map(view -> new Claim(view.spec().id(), view.state().label(), view.droplet()))
        .toList();
  }

  @Override
  public synchronized List<PoolMember> members(String pool) {
    mustBeUp();
    return rows.values().stream()
        .filter(view -> view.spec().pool().equals(pool) && view.lease() == null)
        .filter(view -> !view.state().over() && !view.state().label().equals("ENDING"))
        .map(view -> new PoolMember(view.spec().id(), view.state().label(), view.state().since()))
        .toList();
  }

  @Override
  public synchronized AdmitAnswer mayGrow(String pool, String priceClass) {
    mustBeUp();
    return full ? no(Refusal.SPEND_CAP) : new AdmitAnswer.Admitted();
  }

  @Override
  public synchronized void recordPool(PoolView view) {
    mustBeUp();
  }

  @Override
  public synchronized void recordFleet(@Nullable FleetReport next, String why) {
    mustBeUp();
    report = next;
    reportWhy = why;
  }
}
