package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who asks too often is held at every door, also who only reads.
class RoomRatesIT {
  private static final int FAR_MORE_THAN_THERE_ARE = 20_000;

  @Test
  @Tag("ROOM-28")
  void anAddressThatOnlyReadsIsHeldInTheOlderFormsAndInOurOwn() {
    try (var stage = RoomStage.open(Map.of("OVERWINTER_API_RATE_PER_MINUTE", "600"))) {
      var older = heldAt(stage.stranger(), "/api/v1/r/no-such-room", 200);
      assertThat(older.text("error")).isNotEmpty();
      var own = heldAt(stage.stranger(), "/api/rooms/no-such-room", 404);
      assertThat(own.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  private static Http.Answer heldAt(Http who, String path, int otherwise) {
    int asked = 0;
    var answer = who.get(path);
    while (answer.status() == otherwise && asked < FAR_MORE_THAN_THERE_ARE) {
      answer = who.get(path);
      asked++;
    }
    assertThat(answer.status()).as(path + " after " + asked).isEqualTo(429);
    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    return answer;
  }
}
