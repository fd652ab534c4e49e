package dev.overwinter.sessions.digitalocean;

import static dev.overwinter.sessions.digitalocean.OceanBed.FLEET;
import static dev.overwinter.sessions.digitalocean.OceanBed.ORDER;
import static dev.overwinter.sessions.digitalocean.OceanBed.UNIT;
import static dev.overwinter.sessions.digitalocean.OceanBed.droplet;
import static dev.overwinter.sessions.digitalocean.OceanBed.list;
import static dev.overwinter.sessions.digitalocean.OceanBed.many;
import static dev.overwinter.sessions.digitalocean.OceanBed.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import dev.overwinter.sessions.workflow.DropletActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DropletsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PRIVATE_ONLY =
      "{\"v4\":[{\"ip_address\":\"10.0.0.3\",\"type\":\"private\"}]}";
  private static final String BOTH =
      "{\"v4\":[{\"ip_address\":\"10.0.0.3\",\"type\":\"private\"},"
          + "{\"ip_address\":\"203.0.113.7\",\"type\":\"public\"}]}";
  private static final String GONE = "{\"id\":\"not_found\",\"message\":\"secret of theirs\"}";

  private final OceanBed bed = new OceanBed();

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  @Tag("SES-26")
  void listsAllOfAFleetOverItsPages() {
    bed.peer
        .then(200, list(450, many(1, 201)))
        .then(200, list(450, many(201, 401)))
        .then(200, list(450, many(401, 451)));
    assertThat(ids(bed.droplets.fleet())).isEqualTo(LongStream.range(1, 451).boxed().toList());
    assertThat(bed.peer.lines().getFirst())
        .isEqualTo("GET /v2/droplets?tag_name=" + FLEET + "&per_page=200&page=1");
    assertThat(bed.peer.lines()).hasSize(3);
  }

  @Test
  @Tag("SES-26")
  void readsAgainWhenPagesShiftedMeanwhile() {
    // 100 is destroyed after the first page was read: 201 moves to a page that was read already.
    var left = new ArrayList<>(many(1, 202));
    left.remove(99);
    bed.peer
        .then(200, list(450, many(1, 201)))
        .then(200, list(449, many(202, 402)))
        .then(200, list(449, many(402, 451)))
        .then(200, list(449, left))
        .then(200, list(449, many(202, 402)))
        .then(200, list(449, many(402, 451)));
    assertThat(ids(bed.droplets.fleet())).contains(201L, 1L, 450L).doesNotHaveDuplicates();
  }

  @Test
  @Tag("SES-27")
  void seesNothingThatDoesNotBearTheFleetsTag() {
    var stranger = droplet(9, "active", BOTH).replace(FLEET, "somebody-elses");
    bed.peer.then(200, list(2, List.of(stranger, droplet(10, "active", BOTH))));
    assertThat(ids(bed.droplets.find(UNIT))).containsExactly(10L);
  }

  @Test
  void aListThatCannotBeReadIsNoEmptyList() {
    bed.peer.then(200, list(1, List.of("{\"id\":\"seven\"}"))).then(200, "").then(502, "<html>");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bed.droplets.find(UNIT))
          .isInstanceOfSatisfying(
              ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
    }
  }

  @Test
  @Tag("SES-03")
  @Tag("SES-06")
  void waitsForThePublicAddressAndTakesNoOther() {
    bed.peer
        .then(200, list(1, List.of(droplet(7, "new", "{}"))))
        .then(200, list(1, List.of(droplet(7, "active", "{\"v4\":[]}"))))
        .then(200, list(1, List.of(droplet(7, "active", PRIVATE_ONLY))))
        .then(200, list(1, List.of(droplet(7, "active", BOTH))));
    assertThat(bed.droplets.awaitAddress(ORDER, 7, PATIENCE))
        .isInstanceOfSatisfying(
            AddressAnswer.Usable.class,
            usable -> assertThat(usable.droplet().publicIpv4()).isEqualTo("203.0.113.7"));
  }

  @Test
  @Tag("SES-05")
  void isVanishedAfterTwoAnswersThatSaySoAndNoSooner() {
    bed.peer
        .then(200, list(0, List.of()))
        .then(404, GONE)
        .then(200, list(0, List.of()))
        .then(200, one(droplet(7, "new", "{}")))
        .then(200, list(0, List.of()))
        .then(404, GONE)
        .then(503, "<html>")
        .then(200, list(0, List.of()))
        .then(404, GONE);
    assertThat(bed.droplets.awaitAddress(ORDER, 7, PATIENCE))
        .isInstanceOf(AddressAnswer.Vanished.class);
  }

  @Test
  @Tag("SES-04")
  void givesUpWhenThePatienceIsOverAndSaysWhatItStillIs() {
    for (int i = 0; i < 10; i++) {
      bed.peer.then(200, list(1, List.of(droplet(7, "new", "{}"))));
    }
    assertThat(bed.droplets.awaitAddress(ORDER, 7, Duration.ofSeconds(20)))
        .isEqualTo(new AddressAnswer.NotYet("new"));
  }

  @Test
  void whoCannotBeReachedIsNotGone() {
    bed.peer.thenHangsUp().then(500, "").then(429, "{}", "retry-after", "3");
    assertThat(bed.droplets.awaitAddress(ORDER, 7, Duration.ofSeconds(20)))
        .isEqualTo(new AddressAnswer.NotYet("unknown"));
  }

  @Test
  @Tag("SES-12")
  void destroysAndMakesSure() {
    bed.peer
        .then(200, one(droplet(3_169_590_176L, "active", BOTH)))
        .then(204, "")
        .then(200, one(droplet(3_169_590_176L, "off", BOTH)))
        .then(404, GONE);
    bed.droplets.ensureDestroyed(UNIT.text(), 3_169_590_176L);
    assertThat(bed.peer.lines())
        .containsExactly(
            "GET /v2/droplets/3169590176",
            "DELETE /v2/droplets/3169590176",
            "GET /v2/droplets/3169590176",
            "GET /v2/droplets/3169590176");
    assertThat(bed.budget.taken()).containsOnly(Urgency.DESTROY);
  }

  @Test
  @Tag("SES-01")
  @Tag("SES-10")
  void whoProvesItLaterKnowsFromTheOneBeforeWhenItWasThereForTheLastTime() {
    bed.peer.then(200, one(droplet(7, "active", BOTH))).then(204, "");
    for (int i = 0; i < 10; i++) {
      bed.peer.then(200, one(droplet(7, "active", BOTH)));
    }
    var asked = bed.time.instant();
    assertThatThrownBy(() -> bed.droplets.ensureDestroyed(UNIT.text(), 7))
        .hasMessageContaining("still there");
    assertThat(bed.time.instant()).isAfter(asked);
    bed.peer.then(404, GONE).then(404, GONE);
    assertThat(bed.droplets.ensureDestroyed(UNIT.text(), 7)).isEqualTo(asked);
  }

  @Test
  @Tag("SES-11")
  void whatIsGoneAlreadyIsGone() {
    bed.peer.then(404, GONE).then(404, GONE);
    assertThat(bed.droplets.ensureDestroyed(UNIT.text(), 7)).as("seen by nobody").isNull();
    bed.peer.then(200, one(droplet(7, "active", BOTH))).then(404, GONE).then(404, GONE);
    bed.droplets.ensureDestroyed(UNIT.text(), 7);
  }

  @Test
  @Tag("SES-10")
  @Tag("SES-12")
  void whatIsLockedOrFailsIsTriedAgainLater() {
    for (int status : List.of(422, 500, 503, 429)) {
      bed.peer
          .then(200, one(droplet(7, "new", "{}")))
          .then(status, "{\"id\":\"x\",\"message\":\"secret of theirs\"}");
      assertThatThrownBy(() -> bed.droplets.ensureDestroyed(UNIT.text(), 7))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> {
                assertThat(failure.isNonRetryable()).isFalse();
                assertThat(failure.getMessage()).doesNotContain("secret");
              });
    }
  }

  @Test
  @Tag("SES-12")
  void aDeleteThatWasAnsweredAndForgottenIsNotBelieved() {
    bed.peer.then(200, one(droplet(7, "active", BOTH))).then(204, "");
    for (int i = 0; i < 10; i++) {
      bed.peer.then(200, one(droplet(7, "active", BOTH)));
    }
    assertThatThrownBy(() -> bed.droplets.ensureDestroyed(UNIT.text(), 7))
        .hasMessageContaining("still there");
  }

  @Test
  @Tag("SES-27")
  void touchesNothingThatIsNotOurs() {
    var foreign = droplet(7, "active", BOTH).replace(FLEET, "somebody-elses");
    var anothers = droplet(7, "active", BOTH).replace(UNIT.text(), "ow-sess-4f2a9c-zzzzzz-a1");
    bed.peer.then(200, one(foreign)).then(200, one(anothers)).then(200, one(anothers));
    for (var unit : List.of(UNIT.text(), UNIT.text(), "")) {
      assertThatThrownBy(() -> bed.droplets.ensureDestroyed(unit, 7))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> {
                assertThat(failure.getType()).isEqualTo(DropletActivities.NOT_OURS);
                assertThat(failure.isNonRetryable()).isTrue();
              });
    }
    assertThat(bed.peer.lines()).noneMatch(line -> line.startsWith("DELETE"));
  }

  @Test
  @Tag("SES-28")
  void existsUnlessGetSaysTwiceThatItDoesNot() {
    bed.peer.then(404, GONE).then(200, one(droplet(7, "active", BOTH)));
    assertThat(bed.droplets.exists(7)).isTrue();
    bed.peer.then(404, GONE).then(404, GONE);
    assertThat(bed.droplets.exists(7)).isFalse();
    bed.peer.then(500, "");
    assertThatThrownBy(() -> bed.droplets.exists(7)).isInstanceOf(ApplicationFailure.class);
  }

  @Test
  @Tag("SES-23")
  void aFailureSaysWhenToTryAgain() {
    bed.peer.then(429, "{}", "retry-after", "41");
    assertThatThrownBy(() -> bed.droplets.find(UNIT))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(41)));
  }

  @Test
  void asksForTheRoomOnceAMinute() {
    bed.peer
        .then(200, "{\"account\":{\"droplet_limit\":25,\"status\":\"active\"}}")
        .then(200, list(13, many(1, 2)));
    assertThat(bed.droplets.room()).isEqualTo(new FleetRoom(25, 13, 4_711));
    assertThat(bed.droplets.room()).isEqualTo(new FleetRoom(25, 13, 4_711));
    assertThat(bed.peer.lines()).hasSize(2);
  }

  @Test
  void aHundredWaitsAreOneList() throws Exception {
    bed.peer.then(200, list(1, List.of(droplet(7, "active", BOTH))));
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 100; i++) {
      threads.add(Thread.ofVirtual().start(() -> bed.droplets.awaitAddress(ORDER, 7, PATIENCE)));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(bed.peer.lines()).hasSize(1);
  }

  private static List<Long> ids(List<DropletFacts> droplets) {
    return droplets.stream().map(DropletFacts::id).toList();
  }
}
