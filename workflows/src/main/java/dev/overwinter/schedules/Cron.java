package dev.overwinter.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// Minutes, hours, days of the month, months and days of the week, as cron has them: numbers, `*`,
/// lists, ranges, steps, and the English names of months and days.
///
/// Whoever restricts both days of the month and days of the week is refused: to some crons that
/// means either and to others both.
///
/// @param minutes 0 to 59, ascending, like all that follow
/// @param hours 0 to 23
/// @param days of the month, 1 to 31
/// @param months 1 to 12
/// @param weekdays 0 (Sunday) to 6
public record Cron(
    List<Integer> minutes,
    List<Integer> hours,
    List<Integer> days,
    List<Integer> months,
    List<Integer> weekdays) {
  private static final int LONGEST = 120;
  private static final int MINUTES_OF_DAY = 24 * 60;
  // From one 29th of February to the next it may take eight years.
  private static final int DAYS_AHEAD = 8 * 366 + 1;
  private static final Instant ANY_DAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  public Cron {
    minutes = List.copyOf(minutes);
    hours = List.copyOf(hours);
    days = List.copyOf(days);
    months = List.copyOf(months);
    weekdays = List.copyOf(weekdays);
  }

  /// Reads the five fields.
  ///
  /// @throws IllegalArgumentException with a reason for people
  public static Cron parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    }
    var fields = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "must have five fields: minute, hour, day of month, month, day of week");
    }
    var cron =
        new Cron(
            field("minute", fields[0], 0, 59, List.of(), 0),
            field("hour", fields[1], 0, 23, List.of(), 0),
            field("day of month", fields[2], 1, 31, List.of(), 0),
            field("month", fields[3], 1, 12, MONTHS, 1),
            // Seven is Sunday, too.
            field("day of week", fields[4], 0, 7, WEEKDAYS, 0).stream()
                .map(day -> day % 7)
                .distinct()
                .sorted()
                .toList());
    if (cron.days.size() < 31 && cron.weekdays.size() < 7) {
      throw new IllegalArgumentException(
          "may restrict days of the month or days of the week, not both");
    }
    if (cron.next(ANY_DAY, ZoneOffset.UTC).isEmpty()) {
      throw new IllegalArgumentException("names a day that never comes");
    }
    return cron;
  }

  private static List<Integer> field(
      String name, String text, int lowest, int highest, List<String> names, int firstName) {
    var chosen = new boolean[highest + 1];
    for (var part : text.split(",", -1)) {
      var slash = part.indexOf('/');
      var range = slash < 0 ? part : part.substring(0, slash);
      var every = slash < 0 ? 1 : number(name, part.substring(slash + 1), 1, highest);
      int from;
      int to;
      var dash = range.indexOf('-');
      if (range.equals("*")) {
        from = lowest;
        // Seven would be a second Sunday.
        to = names.equals(WEEKDAYS) ? 6 : highest;
      } else if (dash > 0) {
        from = value(name, range.substring(0, dash), lowest, highest, names, firstName);
        to = value(name, range.substring(dash + 1), lowest, highest, names, firstName);
      } else {
        from = value(name, range, lowest, highest, names, firstName);
        to = slash < 0 ? from : highest;
      }
      if (from > to) {
        throw new IllegalArgumentException(name + ": " + range + " ends before it begins");
      }
      for (var one = from; one <= to; one += every) {
        chosen[one] = true;
      }
    }
    return IntStream.rangeClosed(lowest, highest).filter(one -> chosen[one]).boxed().toList();
  }

  private static int value(
      String name, String text, int lowest, int highest, List<String> names, int firstName) {
    var named = names.indexOf(text);
    return named >= 0 ? named + firstName : number(name, text, lowest, highest);
  }

  private static int number(String name, String text, int lowest, int highest) {
    if (text.matches("[0-9]{1,3}")) {
      var number = Integer.parseInt(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    }
    var shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
    throw new IllegalArgumentException(
        name + ": " + shown + " (expected: " + lowest + " to " + highest + ")");
  }

  /// The next moment after another one. A time of day that is left out when clocks are put forward
  /// does not come on that day. One that comes twice when they are put back counts once: this is
  /// the first of both, and Temporal may choose the other.
  ///
  /// @return empty when there is none within eight years
  public Optional<Instant> next(Instant after, ZoneId zone) {
    var first = after.atZone(zone).toLocalDate().minusDays(1);
    for (var ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      var day = first.plusDays(ahead);
      if (comesOn(day)) {
        var found = nextOn(day, after, zone);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> nextOn(LocalDate day, Instant after, ZoneId zone) {
    for (var hour : hours) {
      for (var minute : minutes) {
        var local = LocalDateTime.of(day, LocalTime.of(hour, minute));
        var offsets = zone.getRules().getValidOffsets(local);
        if (!offsets.isEmpty() && local.toInstant(offsets.getFirst()).isAfter(after)) {
          return Optional.of(local.toInstant(offsets.getFirst()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean comesOn(LocalDate day) {
    return months.contains(day.getMonthValue())
        && days.contains(day.getDayOfMonth())
        && weekdays.contains(day.getDayOfWeek().getValue() % 7);
  }

  /// The next moments after another one, in order.
  public List<Instant> next(Instant after, ZoneId zone, int howMany) {
    var all = new ArrayList<Instant>();
    var last = Optional.of(after);
    while (all.size() < howMany) {
      last = next(last.get(), zone);
      if (last.isEmpty()) {
        break;
      }
      all.add(last.get());
    }
    return all;
  }

  /// The shortest time between two of its moments, as if they came every day and no clock were ever
  /// changed.
  public Duration closest() {
    var all =
        hours.stream().flatMap(hour -> minutes.stream().map(minute -> hour * 60 + minute)).toList();
    var closest = MINUTES_OF_DAY + all.getFirst() - all.getLast();
    for (var i = 1; i < all.size(); i++) {
      closest = Math.min(closest, all.get(i) - all.get(i - 1));
    }
    return Duration.ofMinutes(closest);
  }

  /// The same time of day an hour or so earlier, when clocks were put back in between.
  public static Optional<Instant> firstOfTwo(Instant due, ZoneId zone) {
    var offsets = zone.getRules().getValidOffsets(due.atZone(zone).toLocalDateTime());
    var first = due.atZone(zone).toLocalDateTime().toInstant(offsets.getFirst());
    return first.isBefore(due) ? Optional.of(first) : Optional.empty();
  }
}
