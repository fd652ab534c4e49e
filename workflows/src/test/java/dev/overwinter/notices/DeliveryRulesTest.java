package dev.overwinter.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DeliveryRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void onlyA2xxIsADelivery() {
    for (var status : new int[] {200, 201, 202, 204, 299}) {
      assertThat(DeliveryRules.verdict(status)).isEqualTo(Verdict.DELIVERED);
    }
    for (var status : new int[] {0, 100, 199, 300, 301, 307, 400, 401, 404, 429, 500, 503, 999}) {
      assertThat(DeliveryRules.verdict(status)).isEqualTo(Verdict.LATER);
    }
    assertThat(DeliveryRules.verdict(410)).isEqualTo(Verdict.GONE);
  }

  @Test
  void pausesGrowToAQuarterOfAnHour() {
    var before = Duration.ZERO;
    for (var failed = 1; failed < 300; failed++) {
      var pause = pause(failed, Duration.ZERO);
      assertThat(pause).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofMinutes(15));
      before = pause;
    }
    assertThat(pause(1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(before).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void aReceiverIsLeftAloneForAsLongAsItAsksButNotForEver() {
    assertThat(pause(1, Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    assertThat(pause(7, Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(15));
    assertThat(pause(1, Duration.ofDays(365))).isEqualTo(Duration.ofHours(1));
  }

  private static Duration pause(int failed, Duration asked) {
    return Duration.between(NOW, DeliveryRules.next(failed, asked, NOW));
  }

  @Test
  void isGivenUpAfterThreeDays() {
    assertThat(DeliveryRules.givenUp(NOW, NOW.plus(Duration.ofDays(3)).minusMillis(1))).isFalse();
    assertThat(DeliveryRules.givenUp(NOW, NOW.plus(Duration.ofDays(3)))).isTrue();
  }

  @Test
  @Tag("S-10")
  void newsAreOneBoundedLine() {
    var news =
        new News(
            "a",
            "k",
            NewsKind.CRASHED,
            NOW,
            "Fri\nday\u0000",
            "lobby",
            "exit\u001b[31m" + "x".repeat(900));
    assertThat(news.name()).isEqualTo("Fri day");
    assertThat(news.detail()).hasSize(500).startsWith("exit [31mx").endsWith("…");
    assertThat(news.text()).startsWith("Fri day crashed: exit");
    assertThat(NoticeText.clean("a\ud83dz", 10)).isEqualTo("a\ufffdz");
    assertThat(NoticeText.clean("🙂🙂🙂🙂", 3)).isEqualTo("🙂🙂…");
    assertThat(NoticeText.clean("\u202eabc", 10)).isEqualTo("abc");
  }

  @Test
  void nothingInDiscordMeansAnything() {
    assertThat(NoticeText.discord("@everyone **x** [a](http://b) <@1>"))
        .isEqualTo("\\@everyone \\*\\*x\\*\\* \\[a\\]\\(http\\://b\\) \\<\\@1\\>");
  }
}
