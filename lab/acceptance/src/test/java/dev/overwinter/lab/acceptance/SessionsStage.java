package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.acceptance.Cloud.Droplet;
import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// The common platform, as who plays sessions on it sees it: from outside by HTTP, and beside that
/// the provider's truth and the platform's own records.
///
/// @param cloud the simulator
/// @param book the records
record SessionsStage(Stage stage, Cloud cloud, SessionBook book) {

  static SessionsStage get() {
    var stage = Stage.get();
    var book = new SessionBook(stage.platform());
    book.raiseBudgetOfCalls();
    return new SessionsStage(stage, stage.cloud(), book);
  }

  /// A session that somebody plays or may play.
  ///
  /// @param owner who began it
  /// @param key what its game signs with
  record Played(SessionCaller owner, String tag, String address, Droplet droplet, String key) {}

  SessionCaller stranger() {
    return SessionCaller.stranger(stage.platform().api());
  }

  /// Begins one on a droplet of its own, whatever is being killed meanwhile.
  Played begin() {
    var owner = stranger();
    return played(owner, begun(owner, UUID.randomUUID().toString()));
  }

  Played played(SessionCaller owner, Answer answer) {
    var address = answer.text("ip_address");
    var droplet = cloud.at(address);
    return new Played(owner, answer.text("share_tag"), address, droplet, cloud.key(droplet.id()));
  }

  /// Asks until it is answered with a session, as a client would.
  Answer begun(SessionCaller owner, String key) {
    try {
      return Awaitility.await("POST /sessions/start")
          .atMost(seconds(240))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> later(owner.start(key)), Answer::ok);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(String.join("\n", book.story()), late);
    }
  }

  /// Ends it as its game would, until that is answered.
  void end(Played session) {
    Awaitility.await("POST /server/end")
        .atMost(seconds(120))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> later(session.owner().end(session.address(), session.key())), Answer::ok);
  }

  /// Success, or what a client asks again after; a refusal would be the same again.
  private static Answer later(Answer answer) {
    if (!answer.ok() && answer.status() / 100 != 5 && answer.status() != 429) {
      throw new AssertionError(answer.toString());
    }
    return answer;
  }

  /// Waits until a session is over and its droplet gone.
  void awaitGone(Played session, Duration atMost) {
    Awaitility.await(session.tag() + " is over")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          assertThat(cloud.alive()).extracting(Droplet::id).doesNotContain(session.droplet().id());
          assertThat(book.sessions(session.tag())).allMatch(SessionBook.Session::over);
        });
  }

  /// The droplets of a session that exist, under whatever attempt.
  List<Droplet> dropletsOf(String session) {
    return cloud.alive().stream().filter(droplet -> droplet.session().equals(session)).toList();
  }
}
