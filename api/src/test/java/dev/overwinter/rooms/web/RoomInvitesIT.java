package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Invitations let in as many as they say, whatever those who are let in try.
class RoomInvitesIT {
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  /// A locked room.
  private static String locked(RoomStage.Guest host) {
    return stage.room(host, "{\"locked\":true}");
  }

  private static String invite(String room, RoomStage.Guest host) {
    var made = host.http().post("/api/rooms/" + room + "/invites", "{\"uses\":1}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("code");
  }

  private static Http.Answer join(String room, RoomStage.Guest who, String code) {
    return who.http().post("/api/rooms/" + room + "/join", "{\"invite\":\"%s\"}".formatted(code));
  }

  private static Http.Answer join(String room, RoomStage.Guest who, String code, String name) {
    return who.http()
        .post(
            "/api/rooms/" + room + "/join",
            "{\"invite\":\"%s\",\"name\":\"%s\"}".formatted(code, name));
  }

  @Test
  @Tag("ROOM-23")
  void whoAsksTooOftenGivesNoUseBackForTheNext() {
    var host = stage.guest("Ada");
    var room = locked(host);
    var code = invite(room, host);
    var bob = stage.guest("Bob");
    assertThat(join(room, bob, code).status()).isEqualTo(200);
    try (var _ = new Drain(stage, RoomRates.Budget.MEMBER, room + " g:" + bob.id())) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> join(room, bob, code).text("code").equals("TOO_OFTEN"));
    }
    var late = join(room, stage.guest("Eve"), code);
    assertThat(late.status()).as(late.body()).isEqualTo(403);
    assertThat(late.text("code")).isEqualTo("BAD_INVITE");
  }

  @Test
  @Tag("ROOM-23")
  void whoLeavesAndComesAgainByATakenNameGivesNoUseBackEither() {
    var host = stage.guest("Ada");
    var room = locked(host);
    var code = invite(room, host);
    var bob = stage.guest("Bob");
    assertThat(join(room, bob, code).status()).isEqualTo(200);
    assertThat(bob.http().post("/api/rooms/" + room + "/leave", "").status()).isEqualTo(200);
    assertThat(join(room, bob, code, "Ada").text("code")).isEqualTo("NAME_TAKEN");
    assertThat(join(room, stage.guest("Eve"), code).text("code")).isEqualTo("BAD_INVITE");
    assertThat(join(room, bob, code).status()).as("their own use is still theirs").isEqualTo(200);
  }

  @Test
  void whoWasNotLetInAfterAllHasUsedNothingUp() {
    var host = stage.guest("Ada");
    var room = locked(host);
    var code = invite(room, host);
    var bob = stage.guest("Bob");
    assertThat(join(room, bob, code, "Ada").text("code")).isEqualTo("NAME_TAKEN");
    assertThat(join(room, stage.guest("Eve"), code).status()).isEqualTo(200);
    assertThat(join(room, bob, code).text("code")).isEqualTo("BAD_INVITE");
  }
}
