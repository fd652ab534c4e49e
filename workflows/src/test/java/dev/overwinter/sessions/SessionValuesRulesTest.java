package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.WorkflowIds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SessionValuesRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  @Tag("SES-18")
  void tagsAreAsLongAsTheOperatorLikes() {
    assertThat(ShareTag.of(new byte[] {0x4f, 0x2a, (byte) 0x9c}).text()).isEqualTo("4F2A9C");
    assertThat(ShareTag.of(new byte[16]).text()).hasSize(32);
    assertThat(ShareTag.parse("4f2a9c")).as("compared as it is").isEmpty();
    assertThat(ShareTag.parse(" 4F2A9C")).isEmpty();
    assertThat(ShareTag.parse("")).isEmpty();
  }

  @Test
  @Tag("SES-15")
  @Tag("SES-16")
  void aUnitNamesItsSessionAndItsAttemptAndNothingElseDoes() {
    var unit = Sessions.unit("4F2A9C", 2);

    assertThat(unit.text()).isEqualTo("ow-sess-4f2a9c-0a1b2c3d-a2").matches("[A-Za-z0-9-]+");
    assertThat(Unit.parse(unit.text())).contains(unit);
    assertThat(unit.session().tag().text()).isEqualTo("4F2A9C");
    for (var other : List.of("", "game-session-femquest", "ow-sess-4f2a9c-a1", "ow-sess--a1")) {
      assertThat(Unit.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  @Tag("SES-31")
  void fewerThanNobodyCannotPlay() {
    var unit = Sessions.unit("4F2A9C", 1);
    assertThatThrownBy(() -> Sessions.beat(unit, 1, -1, T0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(">= 0");
  }

  @Test
  void onlyTheFirstHeartbeatAndTheChangeBetweenSomebodyAndNobodyAreNews() {
    var unit = Sessions.unit("4F2A9C", 1);
    var empty = Sessions.beat(unit, 1, 0, T0);
    var two = Sessions.beat(unit, 2, 2, T0);
    var three = Sessions.beat(unit, 3, 3, T0);

    assertThat(HeartbeatFact.isNews(null, empty)).isTrue();
    assertThat(HeartbeatFact.isNews(empty, two)).isTrue();
    assertThat(HeartbeatFact.isNews(two, three)).isFalse();
    assertThat(HeartbeatFact.isNews(three, empty)).isTrue();
    assertThat(HeartbeatFact.isNews(empty, empty)).isFalse();
  }

  @Test
  void anAccountFindsItsSessionAgainByTheNameUnderWhichItMeters() {
    var name = WorkflowIds.meterOfSession(Sessions.id("4F2A9C").text());

    assertThat(WorkflowIds.metered(name)).isEqualTo(WorkflowIds.session("4F2A9C"));
    assertThat(WorkflowIds.metered("7f3k")).isEqualTo(WorkflowIds.server("7f3k"));
  }

  @Test
  void whatHistoriesKeepIsReadAsItWasWritten() throws JsonProcessingException {
    var spec = Sessions.forAnna("4F2A9C");
    var host = new Host(1, 3_169_590_176L, "203.0.113.5", "fra1");
    var presence = Presence.none().heard(Sessions.beat(Sessions.unit("4F2A9C", 1), 1, 0, T0), T0);
    for (var state :
        List.<SessionState>of(
            new SessionState.Reserving(T0),
            new SessionState.Ready(T0, host),
            new SessionState.Leasing(T0, T0, host, Sessions.BERT),
            new SessionState.Ending(T0, EndWhy.SILENT, "no heartbeat"))) {
      var view =
          new SessionView(
              spec,
              7,
              state,
              Sessions.ANNA,
              presence,
              T0,
              List.of(Loose.known(Sessions.unit("4F2A9C", 1), 12)),
              "test",
              T0,
              List.of());
      var json = Payloads.mapper().writeValueAsString(view);
      assertThat(Payloads.mapper().readValue(json, SessionView.class)).isEqualTo(view);
    }
  }
}
