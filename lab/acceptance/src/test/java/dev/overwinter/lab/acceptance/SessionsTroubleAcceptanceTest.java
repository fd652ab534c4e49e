package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.acceptance.Cloud.Droplet;
import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import dev.overwinter.lab.acceptance.SessionsStage.Played;
import dev.overwinter.lab.launcher.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What went wrong with the older sessions' system, done to a whole platform: a provider that
/// answers late, wrongly or not at all, clients that repeat themselves, games that die.
@Timeout(240)
final class SessionsTroubleAcceptanceTest {
  private final SessionsStage stage = SessionsStage.get();
  private final List<Played> played = new ArrayList<>();

  @AfterEach
  void end() {
    stage.cloud().calm();
    played.forEach(stage::end);
    played.forEach(session -> stage.awaitGone(session, seconds(120)));
  }

  private Played begin() {
    var session = stage.begin();
    played.add(session);
    return session;
  }

  @Test
  @Tag("SES-02")
  @Tag("SES-03")
  @Tag("SES-06")
  void aDropletThatComesWithoutAnAnswerAndWithoutAnAddressIsFoundAndIsTheOnlyOne() {
    stage
        .cloud()
        .faults(
            Map.of(
                "drop-after", Map.of("count", 1, "only", "POST /v2/droplets"),
                "list-lag", Map.of("lasts", "PT2S", "count", 1),
                "address-lag", Map.of("lasts", "PT3S", "count", 1),
                "private-first", Map.of("lasts", "PT2S", "count", 1)));
    var session = begin();
    assertThat(session.address()).startsWith("127.");
    assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1);
  }

  @Test
  @Tag("SES-05")
  @Tag("SES-22")
  void aDropletThatVanishesAndARegionThatIsFullCostAnotherAttempt() {
    stage
        .cloud()
        .faults(
            Map.of(
                "vanish", Map.of("count", 1, "lasts", "PT0.1S"),
                "region-sold-out", Map.of("only", "nyc3")));
    var session = begin();
    assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1);
  }

  @Test
  @Tag("SES-09")
  @Tag("SES-25")
  void theSameRequestHasTheSameSessionAlsoAfterARestart() throws IOException {
    var owner = stage.stranger();
    var key = UUID.randomUUID().toString();
    var session = stage.played(owner, stage.begun(owner, key));
    played.add(session);
    stage.stage().kill(Part.WORKER);
    stage.stage().awaitHealthy();
    var again = stage.begun(owner, key);
    assertThat(again.text("share_tag")).isEqualTo(session.tag());
    assertThat(again.text("ip_address")).isEqualTo(session.address());
    assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1);
  }

  /// It stays ENDING until the droplet is gone, and who asks again is answered as before.
  @Test
  @Tag("SES-10")
  @Tag("SES-12")
  void aDeleteThatFailsIsRepeatedUntilTheDropletIsGone() throws IOException {
    var session = stage.begin();
    var name = session.droplet().name();
    stage
        .cloud()
        .faults(
            Map.of(
                "delete-error", Map.of("count", 3, "only", name),
                "pending-event", Map.of("count", 2, "only", name),
                "delete-ignored", Map.of("count", 1, "only", name)));
    stage.end(session);
    assertThat(session.owner().join(session.tag()).status()).isEqualTo(404);
    stage.end(session);
    stage.awaitGone(session, seconds(120));
  }

  @Test
  @Tag("SES-13")
  @Tag("SES-19")
  void howeverManyEndItItIsDestroyedOnceAndTheSameSignatureEndsNothingElse() throws Exception {
    var session = stage.begin();
    var query = "droplet_ip=" + session.address();
    var at = SessionCaller.now();
    var answers =
        together(10, () -> session.owner().signed("/server/end", query, "", session.key(), at));
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    stage.awaitGone(session, seconds(60));
    assertThat(session.owner().signed("/server/end", query, "", session.key(), at).status())
        .isEqualTo(200);
  }

  @Test
  @Tag("SES-07")
  @Tag("SES-14")
  void aGameThatIsSilentIsOverAndComesBackForNobody() throws IOException {
    var session = stage.begin();
    stage.cloud().game(session.droplet().id(), Map.of("beating", false));
    stage.awaitGone(session, seconds(SessionSettings.SILENT_SECONDS + 60));
    assertThat(session.owner().join(session.tag()).status()).isEqualTo(404);
    var late = session.owner().heartbeat(session.address(), 0, session.key());
    assertThat(late.status()).isIn(401, 404);
    assertThat(stage.book().live()).noneMatch(row -> row.tag().equals(session.tag()));
  }

  /// Nobody of ours rented one of them, and somebody else the other.
  @Test
  @Tag("SES-27")
  @Tag("SES-28")
  void whatIsNobodysIsDestroyedWhatIsOthersIsNotAndWhatIsGoneIsLost() {
    var session = stage.begin();
    var orphan =
        stage
            .cloud()
            .rent(
                "ow-sess-000000-zzzzzzzz-a1",
                List.of(SessionSettings.FLEET_TAG, "ow-sess-000000-zzzzzzzz-a1"));
    var others = stage.cloud().rent("somebody-elses", List.of("web"));
    stage.cloud().lose(session.droplet().id());
    Awaitility.await()
        .atMost(seconds(SessionSettings.GRACE_SECONDS + 90))
        .untilAsserted(() -> {
          assertThat(stage.book().sessions(session.tag()))
              .extracting(SessionBook.Session::state)
              .containsExactly("LOST");
          assertThat(stage.cloud().alive()).extracting(Droplet::id).doesNotContain(orphan);
        });
    assertThat(stage.cloud().alive()).extracting(Droplet::id).contains(others);
    stage.cloud().lose(others);
  }

  /// Quotas count what was asked for, so nobody's bill grows by who asks often.
  @Test
  @Tag("SES-21")
  void whoAsksForTooManyIsRefusedBeforeTheProviderHearsOfIt() throws IOException {
    var greedy = stage.stranger();
    for (int i = 0; i < 3; i++) {
      played.add(stage.played(greedy, stage.begun(greedy, UUID.randomUUID().toString())));
    }
    var before = stage.cloud().requests("POST /v2/droplets");
    var refused = greedy.start();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(stage.cloud().requests("POST /v2/droplets")).isEqualTo(before);
  }

  @Test
  @Tag("SES-16")
  void anAddressThatComesBackHasNeitherTheOldTagNorTheOldSecret() throws IOException {
    var first = stage.begin();
    stage.end(first);
    stage.awaitGone(first, seconds(60));
    stage.cloud().faults(Map.of("ip-reuse", Map.of("count", 1)));
    var second = begin();
    assertThat(second.address()).isEqualTo(first.address());
    assertThat(second.tag()).isNotEqualTo(first.tag());
    assertThat(second.owner().join(first.tag()).status()).isEqualTo(404);
    assertThat(second.owner().heartbeat(first.address(), 5, first.key()).status()).isEqualTo(401);
    assertThat(second.owner().end(first.address(), first.key()).status()).isEqualTo(401);
    assertThat(second.owner().join(second.tag()).ok()).isTrue();
  }

  static <T> List<T> together(int times, Callable<T> what)
      throws InterruptedException, ExecutionException {
    var asked = new ArrayList<Future<T>>();
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        asked.add(many.submit(what));
      }
      var answers = new ArrayList<T>();
      for (var one : asked) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  @Test
  void manyAtOnceHaveASessionEach() throws Exception {
    var sessions = together(8, stage::begin);
    played.addAll(sessions);
    var addresses = new HashSet<String>();
    sessions.forEach(session -> addresses.add(session.address()));
    assertThat(addresses).hasSize(8);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            sessions.forEach(
                session -> assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1)));
  }
}
