package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who asks too often is held, also who only reads.
class RoomRatesIT {
  private static final int FAR_MORE_THAN_THERE_ARE = 20_000;

  @Test
  @Tag("ROOM-28")
  void anAddressThatOnlyReadsInAnOlderFormIsHeldToo() {
    try (var stage = RoomStage.open(Map.of("OVERWINTER_API_RATE_PER_MINUTE", "600"))) {
      var who = stage.stranger();
      int asked = 0;
      var answer = who.get("/api/v1/r/no-such-room");
      while (answer.status() == 200 && asked < FAR_MORE_THAN_THERE_ARE) {
        answer = who.get("/api/v1/r/no-such-room");
        asked++;
      }
      assertThat(answer.status()).as("after " + asked).isEqualTo(429);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
      assertThat(answer.text("error")).isNotEmpty();
    }
  }
}
