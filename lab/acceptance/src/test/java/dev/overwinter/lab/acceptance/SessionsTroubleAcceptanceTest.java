package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.acceptance.Cloud.Droplet;
import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import dev.overwinter.lab.acceptance.SessionsStage.Played;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What went wrong with the older sessions' system, done to a whole platform: a provider that
/// answers late, wrongly or not at all, clients that repeat themselves, games that die.
///
/// What takes its time begins before the first test, and is looked at by one that waits for it.
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsTroubleAcceptanceTest {
  private static final String STRAY = "ow-sess-000000-zzzzzzzz-a1";

  private final SessionsStage stage = SessionsStage.get();
  private final Cloud cloud = stage.cloud();
  private final Queue<Played> played = new ConcurrentLinkedQueue<>();

  private final Played silent;
  private final Played lost;
  private final Played stubborn;
  private final long orphan;
  private final long others;

  SessionsTroubleAcceptanceTest() throws InterruptedException, ExecutionException {
    var sessions = together(3, stage::begin);
    silent = sessions.get(0);
    cloud.game(silent.droplet().id(), Map.of("beating", false));
    lost = sessions.get(1);
    cloud.lose(lost.droplet().id());
    stubborn = sessions.get(2);
    var name = stubborn.droplet().name();
    cloud.arm("delete-error", Map.of("count", 3, "only", name));
    cloud.arm("pending-event", Map.of("count", 1, "only", name));
    cloud.arm("delete-ignored", Map.of("count", 1, "only", name));
    stage.end(stubborn);
    orphan = cloud.rent(STRAY, List.of(SessionSettings.FLEET_TAG, STRAY));
    others = cloud.rent("somebody-elses", List.of("web"));
  }

  @AfterAll
  void end() {
    cloud.calm();
    cloud.lose(others);
    // Together: each is answered when its droplet is gone, or after a few seconds.
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      played.forEach(session -> many.execute(() -> stage.end(session)));
    }
    played.forEach(session -> stage.awaitGone(session, seconds(150)));
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
    cloud.arm("drop-after", Map.of("count", 1, "only", "POST /v2/droplets"));
    cloud.arm("list-lag", Map.of("count", 1, "lasts", "PT2S"));
    cloud.arm("address-lag", Map.of("count", 1, "lasts", "PT3S"));
    cloud.arm("private-first", Map.of("count", 1, "lasts", "PT2S"));
    var session = begin();
    assertThat(session.address()).startsWith("127.");
    assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1);
  }

  @Test
  @Tag("SES-05")
  void aDropletThatVanishesIsMadeAnew() {
    cloud.arm("vanish", Map.of("count", 1, "lasts", "PT0.1S"));
    var session = begin();
    assertThat(session.droplet().name()).endsWith("-a2");
    assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1);
  }

  @Test
  @Tag("SES-22")
  void aRegionThatIsFullIsNoReasonNotToPlay() {
    cloud.arm("region-sold-out", Map.of("only", "nyc3"));
    try {
      var session = begin();
      assertThat(stage.dropletsOf(session.droplet().session())).hasSize(1);
    } finally {
      cloud.disarm("region-sold-out");
    }
  }

  @Test
  @Tag("SES-10")
  @Tag("SES-12")
  void aDeleteThatFailsIsRepeatedUntilTheDropletIsGone() throws IOException {
    assertThat(stubborn.owner().join(stubborn.tag()).status()).isEqualTo(404);
    // Who asks again is answered as before.
    stage.end(stubborn);
    stage.awaitGone(stubborn, seconds(120));
    stage.end(stubborn);
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
    stage.awaitGone(silent, seconds(SessionSettings.SILENT_SECONDS + 60));
    assertThat(silent.owner().join(silent.tag()).status()).isEqualTo(404);
    var late = silent.owner().heartbeat(silent.address(), 0, silent.key());
    assertThat(late.status()).isIn(401, 404);
    assertThat(stage.book().live()).noneMatch(row -> row.tag().equals(silent.tag()));
  }

  @Test
  @Tag("SES-27")
  @Tag("SES-28")
  void whatIsNobodysIsDestroyedWhatIsOthersIsNotAndWhatIsGoneIsLost() {
    Awaitility.await()
        .atMost(seconds(SessionSettings.GRACE_SECONDS + 90))
        .untilAsserted(() -> {
          assertThat(stage.book().sessions(lost.tag()))
              .extracting(SessionBook.Session::state)
              .containsExactly("LOST");
          assertThat(cloud.alive()).extracting(Droplet::id).doesNotContain(orphan);
        });
    assertThat(cloud.alive()).extracting(Droplet::id).contains(others);
  }

  /// Quotas count what was asked for, so nobody's bill grows by who asks often.
  @Test
  @Tag("SES-21")
  void whoAsksForTooManyIsRefusedBeforeTheProviderHearsOfIt() throws Exception {
    var greedy = stage.stranger();
    var three = together(3, () -> stage.begun(greedy, UUID.randomUUID().toString()));
    three.forEach(answer -> played.add(stage.played(greedy, answer)));
    var before = cloud.requests("POST /v2/droplets");
    var refused = greedy.start();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(cloud.requests("POST /v2/droplets")).isEqualTo(before);
  }

  @Test
  @Tag("SES-10")
  @Tag("SES-16")
  void anAddressThatComesBackHasNotTheOldTagAndTheOldSecretDoesNotReachIt() throws IOException {
    var first = stage.begin();
    stage.end(first);
    stage.awaitGone(first, seconds(60));
    cloud.arm("ip-reuse", Map.of("count", 1));
    var second = begin();
    assertThat(second.address()).isEqualTo(first.address());
    assertThat(second.tag()).isNotEqualTo(first.tag());
    assertThat(second.owner().join(first.tag()).status()).isEqualTo(404);
    // The old secret speaks for the old session alone: that is over, and asking again changes
    // nothing.
    assertThat(second.owner().heartbeat(first.address(), 5, first.key()).status()).isEqualTo(404);
    assertThat(second.owner().end(first.address(), first.key()).status()).isEqualTo(200);
    assertThat(second.owner().end(first.address(), "nobody's").status()).isEqualTo(401);
    assertThat(second.owner().join(second.tag()).ok()).isTrue();
  }

  @Test
  void manyAtOnceHaveASessionEach() throws Exception {
    var sessions = together(8, this::begin);
    var addresses = new HashSet<String>();
    sessions.forEach(session -> addresses.add(session.address()));
    assertThat(addresses).hasSize(8);
    assertThat(sessions).allMatch(one -> stage.dropletsOf(one.droplet().session()).size() == 1);
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
}
