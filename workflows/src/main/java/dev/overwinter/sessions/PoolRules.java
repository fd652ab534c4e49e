package dev.overwinter.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Decides how many sessions a pool keeps warm, which it begins and which it lets go. Pure.
///
/// Demand is what was leased lately: as many are kept as were leased within the time that a fresh
/// one needs, so that the next wave of the same size finds them warm. Beside it the operator's
/// least, and a number for each hour of the day.
public final class PoolRules {
  /// So many are begun at a time: a wave of requests would use the minute's budget of calls up.
  public static final int MOST_AT_ONCE = 5;

  /// What one provision takes of the budget of calls: create, looks by list, destroy, proof.
  public static final int CALLS_EACH = 15;

  /// How often the records are asked at least, should a word of a session have been lost.
  public static final Duration HEALS_EVERY = Duration.ofMinutes(15);

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_PAUSE_DOUBLES = 5;

  /// The row of one that was just begun may not be written yet.
  private static final Duration YOUNG = Duration.ofMinutes(2);

  private PoolRules() {}

  /// How many it wants warm at a moment.
  public static int target(PoolSettings settings, PoolState state, Instant now) {
    var hour = now.atOffset(ZoneOffset.UTC).getHour();
    var byHour = settings.byHour().isEmpty() ? 0 : settings.byHour().get(hour);
    var demand = (int) state.leases().stream().filter(at -> counts(at, settings, now)).count();
    return Math.min(settings.most(), Math.max(settings.least(), Math.max(byHour, demand)));
  }

  private static boolean counts(Instant lease, PoolSettings settings, Instant now) {
    return lease.plus(settings.demandWindow()).isAfter(now);
  }

  /// How many it would begin if there were room without end; above zero it is worth asking for
  /// room.
  public static int missing(PoolSettings settings, PoolState state, Instant now) {
    var paused = state.pausedUntil();
    if (paused != null && paused.isAfter(now)) {
      return 0;
    }
    var fresh = state.members().size() - aged(settings, state, now).size();
    return Math.clamp((long) target(settings, state, now) - fresh, 0, MOST_AT_ONCE);
  }

  /// What it does next.
  ///
  /// @param room what the provider has; null when nobody has asked, and then none is begun
  public static PoolMove decide(
      PoolSettings settings, PoolState state, @Nullable FleetRoom room, Instant now) {
    var begin = room == null ? 0 : Math.min(missing(settings, state, now), fits(room));
    var retire = new ArrayList<SessionId>();
    var aged = aged(settings, state, now);
    var fresh = state.members().stream().filter(member -> !aged.contains(member)).toList();
    var target = target(settings, state, now);
    var warm = fresh.stream().filter(PoolMember::warm).count();
    // An old one stays until a fresh one has taken its place.
    var spare = Math.clamp(warm + aged.size() - target, 0, aged.size());
    aged.subList(0, spare).forEach(member -> retire.add(member.session()));
    fresh.stream()
        // What is not up yet has cost least and helps nobody.
        .sorted(Comparator.comparing(PoolMember::warm).thenComparing(PoolMember::since))
        .limit(Math.max(0, fresh.size() - target))
        .forEach(member -> retire.add(member.session()));
    var left =
        state.members().stream().filter(member -> !retire.contains(member.session())).toList();
    var leases = state.leases().stream().filter(at -> counts(at, settings, now)).toList();
    return new PoolMove(
        new PoolState(left, leases, state.pausedUntil(), state.pauses(), state.why()),
        begin,
        retire);
  }

  private static int fits(FleetRoom room) {
    var droplets = room.dropletLimit() - room.droplets();
    return Math.max(0, Math.min(droplets, room.callsLeft() / CALLS_EACH));
  }

  /// Oldest first.
  private static List<PoolMember> aged(PoolSettings settings, PoolState state, Instant now) {
    return state.members().stream()
        .filter(PoolMember::warm)
        .filter(member -> !member.since().plus(settings.recycleAfter()).isAfter(now))
        .sorted(Comparator.comparing(PoolMember::since))
        .toList();
  }

  /// When something changes by itself.
  public static Instant dueAt(PoolSettings settings, PoolState state, Instant now) {
    var due = now.plus(HEALS_EVERY);
    if (!settings.byHour().isEmpty()) {
      due = earliest(due, now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS), now);
    }
    for (var lease : state.leases()) {
      due = earliest(due, lease.plus(settings.demandWindow()), now);
    }
    for (var member : state.members()) {
      if (member.warm()) {
        due = earliest(due, member.since().plus(settings.recycleAfter()), now);
      }
    }
    var paused = state.pausedUntil();
    return paused == null ? due : earliest(due, paused, now);
  }

  private static Instant earliest(Instant due, Instant other, Instant now) {
    return other.isAfter(now) && other.isBefore(due) ? other : due;
  }

  /// One was begun.
  public static PoolState begun(PoolState state, SessionId session, Instant now) {
    return with(state, new PoolMember(session, "RESERVING", now));
  }

  /// One of its sessions has become something else.
  public static PoolState changed(PoolState state, PoolFact fact) {
    return switch (fact.state()) {
      case "WARM" -> {
        var warm = with(state, new PoolMember(fact.session(), "WARM", fact.at()));
        yield new PoolState(warm.members(), warm.leases(), null, 0, "");
      }
      case "READY" -> {
        var leases = new ArrayList<>(state.leases());
        leases.add(fact.at());
        leases.sort(Comparator.naturalOrder());
        var left = without(state, fact.session());
        yield new PoolState(left.members(), leases, left.pausedUntil(), left.pauses(), left.why());
      }
      default -> {
        var left = without(state, fact.session());
        var refusal = fact.refusal();
        yield refusal == null || refusal == Refusal.TAG_TAKEN || refusal == Refusal.OVER
            ? left
            : paused(left, refusal.name(), fact.at());
      }
    };
  }

  /// None can be begun for now; the longer, the more often in a row.
  public static PoolState paused(PoolState state, String why, Instant now) {
    var doubles = Math.min(state.pauses(), LONGEST_PAUSE_DOUBLES);
    var until = now.plus(FIRST_PAUSE.multipliedBy(1L << doubles));
    return new PoolState(state.members(), state.leases(), until, state.pauses() + 1, why);
  }

  /// The records were asked. What they do not know is gone, unless it was begun just now.
  public static PoolState healed(PoolState state, List<PoolMember> recorded, Instant now) {
    var members = new TreeMap<SessionId, PoolMember>();
    state.members().stream()
        .filter(member -> member.since().plus(YOUNG).isAfter(now))
        .forEach(member -> members.put(member.session(), member));
    recorded.forEach(member -> members.putIfAbsent(member.session(), member));
    return sorted(state, new ArrayList<>(members.values()));
  }

  private static PoolState with(PoolState state, PoolMember member) {
    var members = new ArrayList<>(without(state, member.session()).members());
    members.add(member);
    return sorted(state, members);
  }

  private static PoolState without(PoolState state, SessionId session) {
    return sorted(
        state,
        new ArrayList<>(
            state.members().stream().filter(one -> !one.session().equals(session)).toList()));
  }

  private static PoolState sorted(PoolState state, List<PoolMember> members) {
    members.sort(Comparator.comparing(PoolMember::since).thenComparing(PoolMember::session));
    return new PoolState(members, state.leases(), state.pausedUntil(), state.pauses(), state.why());
  }
}
