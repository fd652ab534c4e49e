package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.auth.Rates;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Addresses are held as an operator who says nothing has them held.
class RoomHeldIT {
  private static final String HERE = Rates.caller("127.0.0.1");
  private static RoomStage stage;
  private static RoomStage.Guest ada;
  private static String room;
  private static String common;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(Map.of("OVERWINTER_API_RATE_PER_MINUTE", "600"));
    ada = stage.guest("Ada");
    room = stage.room(ada);
    common = "clear-" + System.nanoTime();
    var dealt =
        stage.stranger().send("POST", "/api/v1/r/" + common + "/round?user=a&user=b", "", "");
    assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static RoomClient older(String room, RoomStage.Guest who) {
    return new RoomClient(
        stage.url(0),
        "/ws/" + room + "/" + who.id(),
        Map.of("Authorization", "Bearer " + who.token()));
  }

  @Test
  @Tag("ROOM-28")
  void everyRoomThatIsMadeCountsAlsoOfWhoIsKnown() {
    try (var _ = new Drain(stage, RoomRates.Budget.MAKING, HERE)) {
      await("the address is not held")
          .atMost(Duration.ofSeconds(20))
          .until(() -> ada.http().get("/api/guests/me").status() == 200);
      int told = stage.rooms.told.size();
      var refused = ada.http().post("/api/rooms", "{\"name\":\"One more\"}");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
      assertThat(stage.rooms.told).hasSize(told);
    }
  }

  @Test
  @Tag("ROOM-28")
  void whatOnlyReadsInAnOlderFormIsHeldAndAPingIsNot() {
    try (var _ = new Drain(stage, RoomRates.Budget.ADDRESS, HERE)) {
      for (var path :
          List.of(
              "/api/v1/rooms/" + room,
              "/api/v1/r/" + room,
              "/api/v1/" + room + "/users",
              "/auth/me",
              "/auth/test",
              "/admin/list")) {
        var held =
            await(path)
                .atMost(Duration.ofSeconds(20))
                .until(() -> ada.browser().get(path), answer -> answer.status() == 429);
        assertThat(held.header("Retry-After")).matches("[1-9][0-9]*");
      }
      await("a socket")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThatThrownBy(() -> older(room, ada).close())
                  .isInstanceOf(CompletionException.class)
                  .cause()
                  .isInstanceOfSatisfying(
                      WebSocketHandshakeException.class,
                      refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(429)));
      assertThat(stage.stranger().get("/ping").body()).isEqualTo("{\"response\":\"pong\"}");
    }
  }

  @Test
  @Tag("ROOM-28")
  void whoClearsRoomsOfTheOldestFormPaysForEachOrderAndAllOrNoneAreGiven() {
    try (var _ = new Drain(stage, RoomRates.Budget.CLEARING, HERE)) {
      int told = stage.rooms.told.size();
      assertThat(stage.stranger().delete("/api/v1/r/" + common).status()).isEqualTo(429);
      assertThat(stage.rooms.told).hasSize(told);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stage.stranger().delete("/api/v1/r/" + common).status() == 204);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stage.stranger().get("/api/v1/r/" + common).body().equals("{\"room\":null}"));
  }
}
