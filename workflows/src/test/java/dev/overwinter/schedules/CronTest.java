package dev.overwinter.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant MONDAY = Instant.parse("2026-11-23T11:13:20Z");

  private static List<Instant> next(String cron, ZoneId zone, String after, int howMany) {
    return Cron.parse(cron).next(Instant.parse(after), zone, howMany);
  }

  private static List<Instant> at(String... moments) {
    return List.of(moments).stream().map(Instant::parse).toList();
  }

  @Test
  void readsWhatCronsHave() {
    var cron = Cron.parse(" */20  4-6,22 1 JAN,mar-may * ");
    assertThat(cron.minutes()).containsExactly(0, 20, 40);
    assertThat(cron.hours()).containsExactly(4, 5, 6, 22);
    assertThat(cron.days()).containsExactly(1);
    assertThat(cron.months()).containsExactly(1, 3, 4, 5);
    assertThat(cron.weekdays()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(Cron.parse("5/20 0 * * 7,mon").weekdays()).containsExactly(0, 1);
    assertThat(Cron.parse("5/20 0 * * fri-7").weekdays()).containsExactly(0, 5, 6);
    assertThat(Cron.parse("5/20 0 * * *").minutes()).containsExactly(5, 25, 45);
    assertThat(Cron.parse("0 0 * * */2").weekdays()).containsExactly(0, 2, 4, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "-1 * * * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "1,,2 * * * *",
        "a * * * *",
        "1.5 * * * *",
        "99999999999 * * * *",
        "@daily",
        "0 0 13 * fri",
        "0 0 30 feb *",
        "0 0 31 4,6,9,11 *",
      })
  void refusesWhatMeansNothingOrTwoThings(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cron.parse(text));
  }

  @Test
  void comesInTheTimeOfItsZone() {
    assertThat(next("30 4 * * mon", BERLIN, "2026-11-23T03:30:00Z", 2))
        .isEqualTo(at("2026-11-30T03:30:00Z", "2026-12-07T03:30:00Z"));
    assertThat(next("0 0 29 feb *", ZoneOffset.UTC, "2096-03-01T00:00:00Z", 1))
        .isEqualTo(at("2104-02-29T00:00:00Z"));
  }

  @Test
  void isLeftOutWhenClocksGoForwardAndComesOnceWhenTheyGoBack() {
    assertThat(next("30 2 * * *", BERLIN, "2027-03-27T02:00:00Z", 2))
        .isEqualTo(at("2027-03-29T00:30:00Z", "2027-03-30T00:30:00Z"));
    assertThat(next("30 2 * * *", BERLIN, "2027-10-30T02:00:00Z", 2))
        .isEqualTo(at("2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"));
    assertThat(Cron.firstOfTwo(Instant.parse("2027-10-31T01:30:00Z"), BERLIN))
        .contains(Instant.parse("2027-10-31T00:30:00Z"));
    assertThat(Cron.firstOfTwo(Instant.parse("2027-10-31T00:30:00Z"), BERLIN)).isEmpty();
    assertThat(Cron.firstOfTwo(MONDAY, BERLIN)).isEmpty();
  }

  @Test
  void knowsHowCloseItsMomentsAre() {
    assertThat(Cron.parse("*/7 * * * *").closest()).isEqualTo(Duration.ofMinutes(4));
    assertThat(Cron.parse("0,58 1,3 * * *").closest()).isEqualTo(Duration.ofMinutes(58));
    assertThat(Cron.parse("58 23 * * *").closest()).isEqualTo(Duration.ofDays(1));
    assertThat(Cron.parse("0,57 0,23 * * *").closest()).isEqualTo(Duration.ofMinutes(3));
  }

  /// Every moment is one that its own fields name, comes after the one asked about, and none is in
  /// between: the same found minute by minute.
  @Property(tries = 60)
  void findsTheNextMinuteThatItNames(
      @ForAll @IntRange(min = 0, max = 59) int minute,
      @ForAll @IntRange(min = 1, max = 24) int everyHours,
      @ForAll @IntRange(min = 0, max = 6) int weekday,
      @ForAll @IntRange(min = 0, max = 525_600) int later) {
    var cron = Cron.parse("%d */%d * * %d".formatted(minute, Math.min(everyHours, 23), weekday));
    var after = MONDAY.plus(later, ChronoUnit.MINUTES);
    assertThat(cron.next(after, BERLIN)).isEqualTo(minuteByMinute(cron, after));
  }

  private static Optional<Instant> minuteByMinute(Cron cron, Instant after) {
    var at = after.truncatedTo(ChronoUnit.MINUTES);
    for (var i = 0; i < 15 * 24 * 60; i++) {
      at = at.plus(1, ChronoUnit.MINUTES);
      var local = at.atZone(BERLIN);
      if (cron.minutes().contains(local.getMinute())
          && cron.hours().contains(local.getHour())
          && cron.weekdays().contains(local.getDayOfWeek().getValue() % 7)
          && Cron.firstOfTwo(at, BERLIN).isEmpty()) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
