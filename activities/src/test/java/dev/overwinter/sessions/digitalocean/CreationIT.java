package dev.overwinter.sessions.digitalocean;

import static dev.overwinter.sessions.digitalocean.OceanBed.ORDER;
import static dev.overwinter.sessions.digitalocean.OceanBed.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletOrder;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class CreationIT {
  private final OceanBed bed = new OceanBed();

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void asksOnceWithBothTagsItsNameAndSettingsInPlainAscii() throws Exception {
    bed.peer.then(202, accepted(7));
    assertThat(bed.droplets.create(ORDER)).isInstanceOf(CreateAnswer.Accepted.class);

    assertThat(bed.peer.lines()).hasSize(1);
    var sent = bed.peer.sent().getFirst();
    assertThat(sent.line()).startsWith("POST /v2/droplets");
    assertThat(sent.authorization()).isEqualTo("Bearer " + OceanBed.TOKEN);
    var order = new ObjectMapper().readTree(sent.body());
    assertThat(order.path("name").asText()).isEqualTo("ow-sess-4f2a9c-k3j9x2m1-a1");
    assertThat(order.path("tags").toString())
        .isEqualTo("[\"overwinter-test\",\"ow-sess-4f2a9c-k3j9x2m1-a1\"]");
    assertThat(order.path("region").asText()).isEqualTo("fra1");
    assertThat(order.path("size").asText()).isEqualTo("s-1vcpu-1gb");
    assertThat(order.path("image").isInt()).isTrue();
    assertThat(order.path("user_data").asText())
        .startsWith("#!/bin/sh\n")
        .contains(
            "OVERWINTER_URL=http://127.0.0.1:8080\n",
            "OVERWINTER_SESSION=ow-sess-4f2a9c-k3j9x2m1-a1\n",
            "OVERWINTER_KEY=" + OceanBed.KEY + "\n",
            "OVERWINTER_HEARTBEAT_SECONDS=10\n");
  }

  @Test
  void anImageBeyondTheClientsNumbersIsSentAsText() throws Exception {
    bed.peer.then(202, accepted(7));
    bed.droplets.create(
        new DropletOrder(ORDER.unit(), new Choice("fra1", "s-1vcpu-1gb", "31695901760")));
    assertThat(
            new ObjectMapper().readTree(bed.peer.sent().getFirst().body()).path("image").asText())
        .isEqualTo("31695901760");
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 2_147_483_648L, 3_169_590_176L, 9_007_199_254_740_993L})
  void readsIdsThatTheClientWouldWrap(long id) {
    bed.peer.then(202, accepted(id));
    assertThat(bed.droplets.create(ORDER))
        .isInstanceOfSatisfying(
            CreateAnswer.Accepted.class,
            answer -> {
              assertThat(answer.droplet().id()).isEqualTo(id);
              assertThat(answer.droplet().ofUnit()).contains(OceanBed.UNIT);
              assertThat(answer.droplet().usable()).isFalse();
            });
  }

  @Tag("SES-02")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "202 | ''",
        "202 | {\"droplet\":{\"id\":7,",
        "202 | {\"links\":{}}",
        "202 | [1]",
        "500 | ''",
        "500 | {\"messages\":[\"x\"]}",
        "500 | {\"id\":\"server_error\",\"message\":\"secret of theirs\"}",
        "502 | <html>secret of theirs</html>",
        "503 | <html></html>",
        "520 | secret of theirs",
        "302 | ''",
      })
  void whateverMayHaveMadeOneIsUnknownAndNeverRepeated(int status, String body) {
    bed.peer.then(status, body);
    assertThat(bed.droplets.create(ORDER))
        .isInstanceOfSatisfying(
            CreateAnswer.Unknown.class,
            answer -> assertThat(answer.reason()).doesNotContain("secret", "html", "droplet\""));
    assertThat(bed.peer.lines()).hasSize(1);
  }

  @Test
  @Tag("SES-02")
  void aConnectionThatBreaksIsUnknown() {
    bed.peer.thenHangsUp();
    assertThat(bed.droplets.create(ORDER)).isInstanceOf(CreateAnswer.Unknown.class);
    assertThat(bed.peer.lines()).hasSize(1);
  }

  @Test
  @Tag("SES-02")
  void aMutePeerIsUnknownWithinTheDeadline() {
    bed.peer.thenSaysNothing();
    assertThat(bed.droplets.create(ORDER)).isInstanceOf(CreateAnswer.Unknown.class);
  }

  @Test
  void aPeerThatIsNotThereWasNotAsked() {
    var nobody = new OceanBed();
    URI gone = nobody.peer.uri();
    nobody.close();
    try (var droplets =
        new DigitalOceanDropletActivities(
            OceanBed.settings(gone),
            _ -> OceanBed.KEY,
            new FakeBudget(),
            bed.time,
            bed.meters,
            Clock.systemUTC())) {
      assertThat(droplets.create(ORDER)).isInstanceOf(CreateAnswer.NotNow.class);
    }
  }

  @Tag("SES-22")
  @ParameterizedTest
  @CsvSource({
    "creating this/these droplet(s) will exceed your droplet limit, NoRoom",
    "Size is not available in this region., SoldOut",
    "Region is not available., SoldOut",
    "The image is not available in the selected region., SoldOut",
    "'Something went wrong on our side, please try again.', NotNow",
    "You specified an invalid size for Droplet creation., Invalid",
  })
  void tellsRefusalsApart(String message, String kind) {
    bed.peer.then(422, "{\"id\":\"unprocessable_entity\",\"message\":\"" + message + "\"}");
    var answer = bed.droplets.create(ORDER);
    assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
    // None of the provider's own words.
    assertThat(answer.toString()).doesNotContainIgnoringCase("exceed", "invalid size");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404})
  void whatCanNeverBeIsInvalid(int status) {
    bed.peer.then(status, "{\"id\":\"x\",\"message\":\"secret of theirs\"}");
    assertThat(bed.droplets.create(ORDER))
        .isInstanceOfSatisfying(
            CreateAnswer.Invalid.class,
            answer -> assertThat(answer.reason()).doesNotContain("secret"));
  }

  @Test
  @Tag("SES-23")
  void whoIsThrottledIsToldForHowLong() {
    bed.peer.then(
        429,
        "{\"id\":\"too_many_requests\",\"message\":\"API rate limit exceeded.\"}",
        "Retry-After",
        "37",
        "ratelimit-remaining",
        "12",
        "ratelimit-reset",
        "not a number");
    assertThat(bed.droplets.create(ORDER))
        .isEqualTo(new CreateAnswer.NotNow(Duration.ofSeconds(37)));
    assertThat(bed.budget.heard())
        .singleElement()
        .isEqualTo(new Limits(true, Duration.ofSeconds(37), 12, null));
  }

  @Test
  @Tag("SES-23")
  void withoutARetryAfterTheResetOfTheHourCounts() {
    var reset = bed.time.instant().plusSeconds(90);
    bed.peer.then(
        429,
        "{}",
        "ratelimit-remaining",
        "0",
        "ratelimit-reset",
        Long.toString(reset.getEpochSecond()));
    assertThat(bed.droplets.create(ORDER))
        .isEqualTo(new CreateAnswer.NotNow(Duration.ofSeconds(90)));
  }

  @Test
  @Tag("SES-23")
  void withoutBudgetNothingIsSent() {
    bed.budget.hold(Duration.ofSeconds(9));
    assertThat(bed.droplets.create(ORDER))
        .isEqualTo(new CreateAnswer.NotNow(Duration.ofSeconds(9)));
    assertThat(bed.peer.lines()).isEmpty();
  }

  @Test
  void withoutAKeyNothingIsSent() {
    var settings = bed.settings;
    try (var droplets =
        new DigitalOceanDropletActivities(
            settings,
            _ -> {
              throw new IllegalStateException("the database is away");
            },
            bed.budget,
            bed.time,
            bed.meters,
            bed.time)) {
      assertThat(droplets.create(ORDER)).isInstanceOf(CreateAnswer.NotNow.class);
    }
    assertThat(bed.peer.lines()).isEmpty();
  }

  @Test
  void printsNoToken() {
    assertThat(bed.settings.toString()).doesNotContain(OceanBed.TOKEN);
  }
}
