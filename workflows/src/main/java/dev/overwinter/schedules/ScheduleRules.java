package dev.overwinter.schedules;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What schedules may be, and which runs are carried out.
public final class ScheduleRules {
  /// Of one server.
  public static final int MOST = 20;

  /// Of one schedule.
  public static final int MOST_STEPS = 10;

  public static final int LONGEST_NAME = 60;

  /// Between two runs.
  public static final Duration CLOSEST = Duration.ofMinutes(5);

  /// From the beginning of a run to its last step.
  public static final Duration LONGEST = Duration.ofHours(1);

  /// A run that could not begin within this time is left out: a stop of the night helps nobody at
  /// noon. Temporal's catch-up window is the same.
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  private ScheduleRules() {}

  /// What is wrong with a plan, by the name of the field; empty when nothing is.
  public static Map<String, String> faults(Plan plan) {
    var faults = new TreeMap<String, String>();
    var name = plan.name();
    if (name.isBlank() || name.length() > LONGEST_NAME || hasControls(name)) {
      faults.put("name", "must have 1 to " + LONGEST_NAME + " characters, all on one line");
    }
    if (zone(plan.zone()).isEmpty()) {
      faults.put("zone", "must be an IANA time zone, for example Europe/Berlin");
    }
    var closest = Duration.ofDays(1);
    try {
      closest = Cron.parse(plan.cron()).closest();
      if (closest.compareTo(CLOSEST) < 0) {
        faults.put("cron", "runs must be at least " + CLOSEST.toMinutes() + " minutes apart");
      }
    } catch (IllegalArgumentException e) {
      faults.put("cron", String.valueOf(e.getMessage()));
    }
    stepFault(plan, closest).ifPresent(fault -> faults.put("steps", fault));
    return faults;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static Optional<String> stepFault(Plan plan, Duration closest) {
    var steps = plan.steps();
    if (steps.isEmpty() || steps.size() > MOST_STEPS) {
      return Optional.of("must be 1 to " + MOST_STEPS);
    }
    var before = Duration.ZERO;
    for (var step : steps) {
      if (step.after().compareTo(before) < 0) {
        return Optional.of("must be in the order in which they come");
      }
      before = step.after();
    }
    if (before.compareTo(LONGEST) > 0) {
      return Optional.of("must begin within an hour");
    }
    // Else the next run would find this one under way and be left out, every time.
    return before.compareTo(closest) >= 0
        ? Optional.of("must all begin before the next run does")
        : Optional.empty();
  }

  /// A time zone by its IANA name.
  public static Optional<ZoneId> zone(String name) {
    try {
      return isZone(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  /// Java knows more of them than Temporal.
  private static boolean isZone(String name) {
    return name.equals("UTC") || (name.contains("/") && !name.startsWith("SystemV/"));
  }

  /// Whether a run begins too late to be of use.
  public static boolean tooLate(Instant due, Instant now) {
    return Duration.between(due, now).compareTo(PATIENCE) > 0;
  }
}
